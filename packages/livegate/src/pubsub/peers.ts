/** Heartbeats of its own that a node counts without a sign of another one's life, before that one is gone. */
const GONE_AFTER = 3;

/** Nodes that are remembered, also when they are gone: more than any app has. The one that came first is forgotten first. */
const REMEMBERED = 1000;

interface Peer {
  /** The last of its messages that was heard; null after a time in which this node heard nothing. */
  sequence: number | null;
  /** Counted in heartbeats rather than by a clock, which may jump. */
  silentFor: number;
}

/** What a message is for who has heard the ones before it. */
export type Arrival = "next" | "after-a-gap" | "late";

/** The other nodes of the app, as far as they have been heard of. */
export class Peers {
  readonly #peers = new Map<string, Peer>();

  /** Whether a node is there, as far as is known. */
  has(node: string): boolean {
    const peer = this.#peers.get(node);
    return peer !== undefined && !isGone(peer);
  }

  /** Enters a message of a node. */
  heard(node: string, sequence: number): Arrival {
    const peer = this.#peers.get(node);
    if (!peer) {
      this.#peers.set(node, { sequence, silentFor: 0 });
      if (this.#peers.size > REMEMBERED) this.#peers.delete(this.#peers.keys().next().value!); // Not empty: one was just set.
      return "next";
    }
    peer.silentFor = 0;
    const last = peer.sequence;
    if (last !== null && sequence <= last) return "late";
    peer.sequence = sequence;
    return last === null || sequence === last + 1 ? "next" : "after-a-gap";
  }

  /** This node has heard nothing for a while, and knows it: what was missed meanwhile is no gap. */
  startAnew(): void {
    for (const peer of this.#peers.values()) {
      peer.sequence = null;
      if (!isGone(peer)) peer.silentFor = 0;
    }
  }

  /** Forgets a node that has said goodbye; false where it wasn't known. */
  forget(node: string): boolean {
    return this.#peers.delete(node);
  }

  /** One heartbeat; gives those that have been silent for too long since the last. One that comes back is missed nothing of. */
  beat(): readonly string[] {
    const gone: string[] = [];
    for (const [node, peer] of this.#peers) {
      if (isGone(peer)) continue;
      peer.silentFor += 1;
      if (isGone(peer)) gone.push(node);
    }
    return gone;
  }

  /** Those that are there. */
  get nodes(): readonly string[] {
    return [...this.#peers].filter(([, peer]) => !isGone(peer)).map(([node]) => node);
  }
}

const isGone = ({ silentFor }: Peer): boolean => silentFor > GONE_AFTER;
