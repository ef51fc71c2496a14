import { unlessProblems } from "../diagnostics/format.js";
import type { Problems } from "../diagnostics/problem.js";
import type { Planned } from "../planning/texts.js";
import { locationOf } from "../reading/places.js";
import { formatLocation, type Location } from "../reading/source.js";
import { NameRegister } from "./register.js";
import { renderWholeDeployment, renderWholeGateway } from "./render.js";
import type { RenderedObject } from "./rendered.js";

/** The objects of a deployment or of a gateway that stands alone. */
interface OwnedObjects {
  /** For people: ``the blueprint `shop` at shop.yml:1:7``. */
  readonly owner: string;
  readonly location: Location;
  readonly objects: readonly RenderedObject[];
}

/**
 * The objects of all that is planned for one environment, but its own.
 * @throws ProblemsError for what is too large for Kubernetes
 */
export function renderWanted(planned: Planned): readonly OwnedObjects[] {
  const before = rendered.get(planned);
  if (before !== undefined) return before;
  const objects = renderAll(planned);
  rendered.set(planned, objects);
  return objects;
}

/** Both the check of names and who asked for the objects need them. */
const rendered = new WeakMap<Planned, readonly OwnedObjects[]>();

function renderAll({ environment, deployments, gateways }: Planned): readonly OwnedObjects[] {
  const owned = (kind: string, name: string, artifact: object, objects: readonly RenderedObject[]) => {
    const location = locationOf(artifact, "name");
    return { owner: `the ${kind} \`${name}\` at ${formatLocation(location)}`, location, objects };
  };
  return [
    ...deployments.map(({ plan, blueprint }) =>
      owned("blueprint", plan.name, blueprint, renderWholeDeployment(plan, environment)),
    ),
    ...gateways.map(({ gateway, agent, artifact }) =>
      owned("gateway", gateway.name, artifact, renderWholeGateway(gateway, agent, environment)),
    ),
  ];
}

/** Refuses deployments and gateways of one environment that would have objects of one name. */
export function checkSharedNames(planned: Planned, problems: Problems): void {
  // What is alone shares nothing.
  if (planned.deployments.length + planned.gateways.length < 2) return;
  const names = new NameRegister();
  for (const { objects, owner, location } of unlessProblems(problems, () => renderWanted(planned)) ?? [])
    names.claim(objects, owner, problems, location);
}
