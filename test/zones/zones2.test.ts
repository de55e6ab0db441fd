import { compareSuppliers } from "./compare.ts";

// zones.test.ts has the other half
compareSuppliers(/^(?!A[fmn])/);
