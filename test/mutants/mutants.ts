import { accessMutants } from "./access-mutants.ts";
import { accountMutants } from "./account-mutants.ts";
import { answerMutants } from "./answer-mutants.ts";
import { componentMutants } from "./component-mutants.ts";
import { generatorMutants } from "./generator-mutants.ts";
import { inputMutants } from "./input-mutants.ts";
import { lawMutants } from "./law-mutants.ts";
import { liveMutants } from "./live-mutants.ts";
import { nodeMutants } from "./node-mutants.ts";
import type { Mutant } from "./mutant.ts";
import { pageMutants } from "./page-mutants.ts";
import { passwordMutants } from "./password-mutants.ts";
import { revocationMutants } from "./revocation-mutants.ts";
import { serverMutants } from "./server-mutants.ts";
import { transportMutants } from "./transport-mutants.ts";
import { uploadMutants } from "./upload-mutants.ts";

/** Every seeded fault. Each is applied in a copy by `npm run test:deep` when its turn has come, and has to be caught by the test that it names. */
export const mutants: readonly Mutant[] = [
  ...lawMutants,
  ...accessMutants,
  ...accountMutants,
  ...passwordMutants,
  ...inputMutants,
  ...answerMutants,
  ...revocationMutants,
  ...componentMutants,
  ...liveMutants,
  ...generatorMutants,
  ...nodeMutants,
  ...pageMutants,
  ...serverMutants,
  ...transportMutants,
  ...uploadMutants,
];
