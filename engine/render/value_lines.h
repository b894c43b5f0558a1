// value_lines: a value, or the difference of two, as the indented lines of a plan. Marked parts are
// redacted by value/print, which renders every leaf.
#pragma once

#include <string>
#include <string_view>

#include "schema/value/value.h"

namespace tenon {

struct LineLayout {
  std::size_t indent = 6;
  std::size_t label_width = 0;  // labels are padded to it
};

// "      name  value\n", nested content on lines of its own below. Null attributes and empty
// collections inside are left out.
std::string value_lines(std::string_view label, const Value& value, LineLayout layout);
// The parts that differ; "" where nothing does.
std::string difference_lines(std::string_view label, const Value& before, const Value& after,
                             LineLayout layout, std::string_view remark = {});

}  // namespace tenon
