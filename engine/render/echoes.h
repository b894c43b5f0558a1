// What a provider echoes of a secret. Marks follow a value through the language, but a provider
// answers with bytes: terraform_data gives its input back as output, and that answer carries no
// mark (nor may it, or configurations that Terraform accepts would be refused). Where an object is
// shown to people, a part of it that equals a marked part of the same object is therefore hidden,
// too. Threads: any. Cost: nothing for objects without marks, else O(size * depth).
#pragma once

#include "schema/value/value.h"

namespace tenon {

// `value` with marks on what repeats something that is marked in it. For rendering only.
Value with_echoes_marked(Arena& arena, const Value& value);

}  // namespace tenon
