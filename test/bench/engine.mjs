// As much of an engine as a component provider needs: it says yes to every resource.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const grpc = require("@grpc/grpc-js");
const services = require("@pulumi/pulumi/proto/resource_grpc_pb");
const messages = require("@pulumi/pulumi/proto/resource_pb");
const engines = require("@pulumi/pulumi/proto/engine_grpc_pb");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb");

/** Starts it, and gives its address. It serves what the engine and its resource monitor serve. */
export async function startEngine() {
  const server = new grpc.Server();
  const answer =
    (make) =>
    ({ request }, done) =>
      done(null, make(request));
  server.addService(services.ResourceMonitorService, {
    supportsFeature: answer(() => {
      const response = new messages.SupportsFeatureResponse();
      response.setHassupport(true);
      return response;
    }),
    registerResource: answer((request) => {
      const response = new messages.RegisterResourceResponse();
      response.setUrn(`urn:pulumi:bench::bench::${request.getType()}::${request.getName()}`);
      if (request.getCustom()) response.setId(`${request.getName()}-id`);
      response.setObject(request.getObject());
      return response;
    }),
    registerResourceOutputs: answer(() => new Empty()),
  });
  server.addService(engines.EngineService, { log: answer(() => new Empty()) });
  const port = await new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { address: `127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}
