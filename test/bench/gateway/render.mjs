// How long the configuration of so many sites takes to be written, the first time in a process: prints milliseconds.
import { filesOf } from "./own.mjs";
import { sitesOf } from "./sites.mjs";

const plan = { port: 8080, health: 8404, threads: 1, sites: sitesOf(Number(process.argv[2]), "127.0.0.1:8000") };
const began = performance.now();
filesOf(plan);
console.log(performance.now() - began);
