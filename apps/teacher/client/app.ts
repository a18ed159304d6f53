import { connect, heldSheet, keepState, sleepWhenHidden } from "livegate/client";
import { hooks } from "livegate:colocated";

sleepWhenHidden(connect({ hooks, params: keepState(heldSheet) }));
