import { describeTraffic } from "../end-to-end/alone/traffic.js";

describeTraffic("fast");
