// The resource type in an instance address, for the statistics of durations.
#pragma once

#include <string_view>

namespace tenon {

// "module.a[\"x.y\"].aws_vpc.main[0]" → "aws_vpc"; "" where the text is no such address.
std::string_view resource_type_of(std::string_view address);

}  // namespace tenon
