import { connect } from "livegate/client";
import { hooks } from "livegate:colocated";

connect({ hooks });
