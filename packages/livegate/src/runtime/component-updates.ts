import type { LiveComponent } from "../live/component-kind.ts";
import type { SocketState } from "../live/socket-state.ts";
import { TurnSocket } from "../live/turn-socket.ts";
import type { ComponentInstance } from "./component-instance.ts";
import { andThen, isPromise } from "./maybe-promise.ts";
import { runTurn } from "./run-turn.ts";

type Values = Readonly<Record<string, unknown>>;
type Later = void | PromiseLike<void>;

/** What components know of the view that they are in. */
export interface ViewOfComponents {
  readonly state: SocketState;
  readonly guardValues: Values;
  /** Whether no step of the view starts any more. */
  readonly isOver: boolean;
  readonly onComponentGone: ((cid: number) => void) | null;
}

/** Those of one kind whose update is due, with the props before. */
type Due = readonly { readonly instance: ComponentInstance; readonly former: Values | null }[];

/**
 * Mounts what is new of a wave and updates what is due, kind by kind; tells of each that is done. At once where nothing is
 * to be waited for, and nothing starts any more once the view is over.
 */
export function updateComponents(
  wave: readonly ComponentInstance[],
  view: ViewOfComponents,
  updated: (instance: ComponentInstance) => void,
): Later {
  const due = wave.filter(({ isReady }) => !isReady);
  if (due.length === 0) return;
  const mounting = due.map((instance) => instance.prepare(view.guardValues)).filter(isPromise);
  const kinds = [...Map.groupBy(due, ({ component }) => component)];
  const update = () =>
    inTurn(kinds, ([kind, instances]) =>
      andThen(updateKind(kind, instances, view), () => {
        for (const instance of instances) updated(instance);
      }),
    );
  return mounting.length === 0 ? update() : Promise.all(mounting).then(update);
}

function updateKind(
  { callbacks }: LiveComponent,
  instances: readonly ComponentInstance[],
  view: ViewOfComponents,
): Later {
  if (view.isOver) return;
  const due: Due = instances.map((instance) => ({ instance, former: instance.takeFormer() }));
  if (callbacks.updateMany !== null) return updateTogether(due, callbacks.updateMany as UpdateMany);
  if (callbacks.update === null) return;
  const update = callbacks.update as Update;
  return inTurn(due, ({ instance, former }) =>
    view.isOver ? undefined : runTurn(instance.state, (socket) => update(socket, former)),
  );
}

// What they take was typed by liveComponent().
type Update = (socket: TurnSocket, former: Values | null) => Later;
type UpdateMany = (updates: readonly { readonly socket: TurnSocket; readonly former: Values | null }[]) => Later;

/** One turn of several components. */
function updateTogether(due: Due, update: UpdateMany): Later {
  const updates = due.map(({ instance, former }) => ({ socket: new TurnSocket(instance.state), former }));
  const end = () => {
    for (const { socket } of updates) socket.end();
  };
  const work = update(updates);
  if (!isPromise(work)) return end();
  return Promise.resolve(work).finally(end);
}

/** Runs one step after the other. */
function inTurn<T>(items: readonly T[], step: (item: T) => Later): Later {
  for (const [index, item] of items.entries()) {
    const work = step(item);
    if (isPromise(work)) return work.then(() => inTurn(items.slice(index + 1), step));
  }
}
