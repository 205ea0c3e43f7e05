"""Tests of the values of operations: trees, seals, proofs."""
