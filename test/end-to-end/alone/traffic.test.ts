import { describeTraffic } from "./traffic.js";

// `make soak` does the same with the fast one.
describeTraffic("real");
