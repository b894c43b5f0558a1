#include "engine/lang/parser.h"

#include <algorithm>
#include <unordered_map>

#include "engine/lang/codes.h"
#include "engine/lang/expression_parser.h"
#include "schema/base/text.h"

namespace tenon::lang {

namespace detail {

namespace {

class BodyParser {
 public:
  BodyParser(std::string_view text, std::uint32_t source, Diagnostics& diagnostics)
      : builder_(std::make_shared<Unit>()),
        source_(source),
        parser_(text, {source, 0, static_cast<std::uint32_t>(text.size())}, 0, true, builder_,
                diagnostics) {}

  void file(BodySyntax& to) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (parser_.text().starts_with(kByteOrderMark)) parser_.move_to(kByteOrderMark.size());
    const auto size = static_cast<std::uint32_t>(parser_.text().size());
    items(to, kNone);
    to.span = span(0, size);
    to.end = span(size, size);
  }

 private:
  SourceSpan span(std::uint32_t begin, std::uint32_t end) const { return {source_, begin, end}; }

  // Arguments and blocks up to the closing brace of the block opened at `open`, which is taken too,
  // or the end of the file (kNone).
  void items(BodySyntax& to, std::uint32_t open) {
    std::unordered_map<Symbol, SourceSpan> names;
    for (;;) {
      while (parser_.take_if(TokenKind::Newline)) {
      }
      const Token token = parser_.peek();
      if (token.kind == TokenKind::End) {
        if (open != kNone && !abandoned_) {
          parser_.error(codes::kBracket, "Unclosed configuration block",
                        "The brace opened here is never closed.", open, open + 1);
        }
        return;
      }
      if (token.kind == TokenKind::CloseBrace) {
        if (open != kNone) return;
        parser_.error(
            codes::kBracket, "Unexpected closing brace",
            "No block is open that this brace could close. Remove it, or look for a block before "
            "it that was closed too early.",
            token.begin, token.end);
        parser_.take();
        continue;
      }
      item(to, names);
    }
  }

  void item(BodySyntax& to, std::unordered_map<Symbol, SourceSpan>& names) {
    const Token token = parser_.peek();
    if (token.kind != TokenKind::Identifier) {
      if (token.kind == TokenKind::Quote) {
        parser_.error(codes::kBody, "Invalid argument name",
                      "The names of arguments and blocks stand without quotes here.", token.begin,
                      token.end);
      } else {
        parser_.unexpected(token, codes::kBody, "Argument or block definition required",
                           "An argument (name = value) or a block (type { … }) was expected");
      }
      recover(token.begin);
      return;
    }
    parser_.take();
    if (parser_.at(TokenKind::Equal)) {
      attribute(token, to, names);
    } else if (parser_.at(TokenKind::OpenBrace) || parser_.at(TokenKind::Quote) ||
               parser_.at(TokenKind::Identifier)) {
      block(token, to);
    } else {
      const auto name = std::string(parser_.text_of(token));
      parser_.unexpected(parser_.peek(), codes::kBody, "Argument or block definition required",
                         "\"" + name + "\" begins neither: an argument is written \"" + name +
                             " = value\", a block \"" + name +
                             " { … }\"; one of these was expected");
      recover(token.begin);
    }
  }

  void attribute(const Token& name, BodySyntax& to, std::unordered_map<Symbol, SourceSpan>& names) {
    parser_.take();  // =
    const auto begin = parser_.position();
    builder_.start(span(0, 0), 0, true);
    parser_.start_expression();
    const auto root = parser_.expression();
    if (root == kNone) {
      builder_.clear();
      recover(begin);
      return;
    }
    // The whole of it: parentheses and quotes around are no part of the node.
    auto first = begin;
    while (first < parser_.last_end() &&
           (parser_.text()[first] == ' ' || parser_.text()[first] == '\t'))
      ++first;
    AttributeSyntax attribute;
    attribute.name = Symbol(parser_.text_of(name));
    attribute.name_span = span(name.begin, name.end);
    attribute.expression = Expression(builder_.finish(root, first, parser_.last_end()));
    const auto [known, added] = names.try_emplace(attribute.name, attribute.name_span);
    if (!added) {
      parser_.error(codes::kDuplicate, "Attribute redefined",
                    "The argument \"" + std::string(attribute.name.view()) +
                        "\" was set already at " + location_text(known->second) +
                        ". Each may be set once; remove one of them.",
                    name.begin, name.end);
    } else {
      to.attributes.push_back(std::move(attribute));
    }
    end_of_item("Missing newline after argument", "An argument ends with its line");
  }

  void end_of_item(const char* summary, const char* expected) {
    const Token token = parser_.peek();
    if (token.kind == TokenKind::Newline) {
      // The one line of such a block must hold its closing brace, too.
      if (!one_line_) parser_.take();
      return;
    }
    if (token.kind == TokenKind::End) return;
    if (one_line_ && token.kind == TokenKind::CloseBrace) return;
    parser_.unexpected(token, codes::kBody, summary, expected);
    recover(token.begin);
  }

  void block(const Token& type, BodySyntax& to) {
    BlockSyntax block;
    block.type = Symbol(parser_.text_of(type));
    block.type_span = span(type.begin, type.end);
    while (!parser_.at(TokenKind::OpenBrace)) {
      const Token token = parser_.peek();
      BlockLabel label;
      if (token.kind == TokenKind::Identifier) {
        label.text = parser_.text_of(parser_.take());
      } else if (token.kind == TokenKind::Quote) {
        builder_.start(span(0, 0), 0, true);
        parser_.start_expression();
        if (!parser_.quoted_literal(label.text)) {
          recover(type.begin);
          return;
        }
      } else {
        parser_.unexpected(
            token, codes::kBody, "Invalid block definition",
            "A quoted label or an opening brace was expected to go on with this block");
        recover(type.begin);
        return;
      }
      label.span = span(token.begin, parser_.last_end());
      block.labels.push_back(std::move(label));
    }
    block.header = span(type.begin, parser_.last_end());
    const Token open = parser_.take();
    if (++depth_ > kMaximumNesting) {
      parser_.error(codes::kDepth, "Blocks are nested too deeply",
                    "Blocks may be nested " + std::to_string(kMaximumNesting) + " levels deep.",
                    open.begin, open.end);
      parser_.move_to(static_cast<std::uint32_t>(parser_.text().size()));
      abandoned_ = true;
      --depth_;
      return;
    }
    const bool outer = one_line_;
    one_line_ = !parser_.at(TokenKind::Newline);
    if (one_line_) {
      one_line_body(block.body, open);
    } else {
      items(block.body, open.begin);
    }
    one_line_ = outer;
    --depth_;
    const Token close = parser_.peek();
    if (close.kind == TokenKind::CloseBrace) parser_.take();
    block.body.span = span(open.begin, close.end);
    block.body.end = span(close.begin, close.end);
    to.blocks.push_back(std::move(block));
    if (close.kind == TokenKind::CloseBrace) {
      end_of_item("Missing newline after block definition", "A block ends with its line");
    }
  }

  // `type { name = value }` on one line holds at most one argument and no block.
  void one_line_body(BodySyntax& to, const Token& open) {
    if (parser_.at(TokenKind::CloseBrace)) return;
    const Token token = parser_.peek();
    std::unordered_map<Symbol, SourceSpan> names;
    if (token.kind == TokenKind::End) {
      items(to, open.begin);
      return;
    }
    if (token.kind == TokenKind::Identifier) {
      const auto before = parser_.position();
      parser_.take();
      const bool argument = parser_.at(TokenKind::Equal);
      parser_.move_to(before);
      if (argument) {
        item(to, names);
        if (parser_.at(TokenKind::CloseBrace)) return;
        // An argument that began beside its block's brace and a line end behind it.
        if (!parser_.at(TokenKind::End)) {
          parser_.error(codes::kBody, "Invalid single-argument block definition",
                        "A block on one line holds one argument and its closing brace. Begin a new "
                        "line after "
                        "the opening brace to write several.",
                        open.begin, open.end);
        }
        one_line_ = false;
        items(to, open.begin);
        return;
      }
    }
    parser_.error(
        codes::kBody, "Invalid single-argument block definition",
        "A block on one line holds nothing but one argument. Begin a new line after the opening "
        "brace.",
        token.begin, token.end);
    one_line_ = false;
    items(to, open.begin);
  }

  // To the end of the item that begins at `begin`: the first line end outside of all brackets that
  // it opens. Strings are passed over as well as broken text allows. What was understood wrongly
  // here can only cause a further message about the same place.
  void recover(std::uint32_t begin) {
    const auto text = parser_.text();
    auto at = begin;
    int depth = 0;
    while (at < text.size()) {
      const char c = text[at];
      if (c == '"') {
        at = skip_string(at);
        continue;
      }
      if (text.substr(at, 2) == "<<") {
        at = skip_heredoc(at);
        continue;
      }
      if (c == '(' || c == '[' || c == '{') ++depth;
      if (c == ')' || c == ']' || c == '}') {
        if (depth == 0 && c == '}') break;
        if (depth > 0) --depth;
      }
      if (c == '\n' && depth == 0) break;
      if (c == '#' || text.substr(at, 2) == "//") {
        while (at < text.size() && text[at] != '\n') ++at;
        continue;
      }
      ++at;
    }
    // Always forwards, or the parser would meet the same item again.
    if (at <= begin && at < text.size() && text[at] != '\n' && text[at] != '}') ++at;
    parser_.move_to(at);
  }

  // From << to its last line, or past << where that begins no heredoc.
  std::uint32_t skip_heredoc(std::uint32_t at) const {
    const auto text = parser_.text();
    auto name = at + 2;
    if (name < text.size() && text[name] == '-') ++name;
    const auto marker = text.substr(name, identifier_length(text.substr(name)));
    auto line = text.find('\n', name);
    while (!marker.empty() && line != std::string_view::npos) {
      const auto end = std::min(text.find('\n', line + 1), text.size());
      if (trim(text.substr(line + 1, end - line - 1)) == marker)
        return static_cast<std::uint32_t>(end);
      line = end < text.size() ? end : std::string_view::npos;
    }
    return at + 2;
  }

  std::uint32_t skip_string(std::uint32_t at) const {
    const auto text = parser_.text();
    for (++at; at < text.size() && text[at] != '\n'; ++at) {
      if (text[at] == '\\') {
        ++at;
      } else if (text[at] == '"') {
        return at + 1;
      }
    }
    return at;
  }

  CodeBuilder builder_;
  std::uint32_t source_;
  ExpressionParser parser_;
  std::uint32_t depth_ = 0;
  bool abandoned_ = false;  // the rest of the file is not read
  bool one_line_ = false;
};

}  // namespace

}  // namespace detail

std::unique_ptr<BodySyntax> parse_hcl(std::string_view name, std::string_view text,
                                      Diagnostics& diagnostics) {
  auto body = std::make_unique<BodySyntax>();
  const auto source = add_source(name, text);
  if (text.size() >= 0xFFFFFFFFu) {
    diagnostics.error(codes::kCharacter, "File is too large", "A file may hold up to 4 GiB.",
                      {source, 0, 0});
    return body;
  }
  if (!is_valid_utf8(text)) {
    diagnostics.error(codes::kCharacter, "Invalid character encoding",
                      "This file is not valid UTF-8. Save it as UTF-8 and try again.",
                      {source, 0, 0});
    return body;
  }
  // From the table's copy, so that nothing depends on the caller's.
  detail::BodyParser(source_text(source), source, diagnostics).file(*body);
  return body;
}

}  // namespace tenon::lang
