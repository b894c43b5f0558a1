// The second half of reading a template: from the flat list of parts to nodes.
#include "engine/lang/codes.h"
#include "engine/lang/template_parts.h"

namespace tenon::lang::detail {

std::uint32_t ExpressionParser::assemble(Template& parts, std::uint32_t begin, std::uint32_t end) {
  if (!parts.open_locals.empty()) {
    builder_.release_slots(parts.open_slots.front());
    locals_.resize(parts.open_locals.front());
  }
  // A template that is one ${ } is that expression, whatever its type.
  if (parts.parts.size() == 1 && parts.parts[0].kind == TemplatePart::Kind::Value) {
    return parts.parts[0].node;
  }
  std::size_t at = 0;
  return assemble_until(parts, at, kNone, begin, end);
}

// Parts up to the directive that ends what part `opened_by` began (kNone: all). Stops at that
// directive.
std::uint32_t ExpressionParser::assemble_until(Template& parts, std::size_t& at,
                                               std::size_t opened_by, std::uint32_t begin,
                                               std::uint32_t end) {
  using Kind = TemplatePart::Kind;
  std::vector<std::uint32_t> nodes;
  std::string literal;
  std::uint32_t literal_begin = 0;
  const auto flush = [&](std::uint32_t literal_end) {
    if (!literal.empty()) nodes.push_back(builder_.string(literal, literal_begin, literal_end));
    literal.clear();
  };
  const auto missing_end = [&](const TemplatePart& open) {
    const bool loop = open.kind == Kind::For;
    error(codes::kTemplate, "Unexpected end of template",
          std::string("The %{ ") + (loop ? "for" : "if") + " } begun here has no %{ " +
              (loop ? "endfor" : "endif") + " }.",
          open.begin, open.end);
    return kNone;
  };
  for (; at < parts.parts.size(); ++at) {
    TemplatePart& part = parts.parts[at];
    if (part.kind == Kind::Literal) {
      if (literal.empty()) literal_begin = part.begin;
      literal += part.text;
      continue;
    }
    flush(part.begin);
    if (part.kind == Kind::Value) {
      nodes.push_back(part.node);
    } else if (part.kind == Kind::If) {
      const auto opened = at++;
      const auto yes = assemble_until(parts, at, opened, part.end, part.end);
      if (yes == kNone) return kNone;
      auto no = kNone;
      if (at < parts.parts.size() && parts.parts[at].kind == Kind::Else) {
        const auto else_end = parts.parts[at++].end;
        no = assemble_until(parts, at, opened, else_end, else_end);
        if (no == kNone) return kNone;
      } else {
        no = builder_.string("", part.end, part.end);
      }
      if (at < parts.parts.size() && parts.parts[at].kind == Kind::Else) {
        error(codes::kTemplate, "Unexpected else directive",
              "This %{ if } has an %{ else } already.", parts.parts[at].begin, parts.parts[at].end);
        return kNone;
      }
      if (at >= parts.parts.size()) return missing_end(parts.parts[opened]);
      nodes.push_back(
          builder_.add(Op::Conditional, part.begin, parts.parts[at].end, part.node, yes, no));
    } else if (part.kind == Kind::For) {
      const auto opened = at++;
      ForCode loop = part.loop;
      loop.value = assemble_until(parts, at, opened, part.end, part.end);
      if (loop.value == kNone) return kNone;
      if (at >= parts.parts.size()) return missing_end(parts.parts[opened]);
      const auto loop_end = parts.parts[at].end;
      nodes.push_back(
          builder_.add(Op::Join, part.begin, loop_end, builder_.loop(loop, part.begin, loop_end)));
    } else {
      // else, endif, endfor: directive() has seen to it that they belong to `opened_by`.
      if (opened_by != kNone) return builder_.text_template(nodes, begin, part.begin);
      error(codes::kTemplate, "Unexpected end directive", "Nothing is open here that it could end.",
            part.begin, part.end);
      return kNone;
    }
  }
  flush(end);
  return builder_.text_template(nodes, begin, end);
}

}  // namespace tenon::lang::detail
