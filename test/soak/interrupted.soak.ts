import { describeInterruptions } from "../end-to-end/interruptions.js";

describeInterruptions({ first: [1, 9, 17], later: [1, 5, 9] });
