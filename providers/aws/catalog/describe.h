// describe: what a declaration says, as JSON for tests and generated pages: the schema in
// Terraform's form, what replaces, defaults, and what is not read or not supported, each with its
// reason.
#pragma once

#include <string>

#include "providers/aws/catalog/declaration.h"

namespace tenon::aws {

Node describe(const Declaration& declaration);

}  // namespace tenon::aws
