import { connect } from "livegate/client";

connect();
