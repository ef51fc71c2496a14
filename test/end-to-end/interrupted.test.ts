import { describeInterruptions } from "./interruptions.js";

// `make soak` has six moments more.
describeInterruptions({ first: [5, 13], later: [3, 7] });
