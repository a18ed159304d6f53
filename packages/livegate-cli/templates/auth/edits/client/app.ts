// @only live
import { heldSheet } from "livegate/client";
