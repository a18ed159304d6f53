import { localPubSub, topic } from "livegate";
import { z } from "zod";

export const pubsub = localPubSub();

export const news = topic(() => "news", z.object({ text: z.string() }));
export const shelf = topic(
  () => "shelf",
  z.object({ albums: z.array(z.object({ id: z.number(), title: z.string() })) }),
);
