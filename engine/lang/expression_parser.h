// ExpressionParser: recursive descent over one text, straight into a CodeBuilder; there is no tree
// in between. It follows HCL's native expression grammar and its templates; the body parser
// (parser.cc) uses it for what stands behind `=`. Errors: the first one of an expression is
// reported and the expression given up (kNone); the body parser then goes on behind it. Threads:
// one parser, one thread. Recursion is bounded by kMaximumNesting.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/lang/code.h"
#include "engine/lang/lexer.h"
#include "schema/base/diagnostic.h"

namespace tenon::lang::detail {

struct TemplatePart;

class ExpressionParser {
 public:
  ExpressionParser(std::string_view text, SourceSpan whole, std::uint32_t text_begin, bool verbatim,
                   CodeBuilder& builder, Diagnostics& diagnostics)
      : text_(text),
        whole_(whole),
        text_begin_(text_begin),
        verbatim_(verbatim),
        builder_(builder),
        diagnostics_(diagnostics) {}

  // Tokens. A peeked token is read again when the treatment of line ends changes.
  const Token& peek();
  Token take();
  bool take_if(TokenKind kind);
  bool at(TokenKind kind) { return peek().kind == kind; }
  bool at_word(std::string_view word);
  std::string_view text_of(const Token& token) const {
    return text_.substr(token.begin, token.end - token.begin);
  }
  std::string_view text() const { return text_; }
  std::uint32_t position() const { return at_; }
  void move_to(std::uint32_t position);
  std::uint32_t last_end() const { return last_end_; }

  // While it lives, line ends are passed over, or not.
  class LineEnds {
   public:
    LineEnds(ExpressionParser& parser, bool skip)
        : parser_(parser), before_(parser.skip_newlines_) {
      parser_.set_skip_newlines(skip);
    }
    ~LineEnds() { parser_.set_skip_newlines(before_); }
    LineEnds(const LineEnds&) = delete;
    LineEnds& operator=(const LineEnds&) = delete;

   private:
    ExpressionParser& parser_;
    bool before_;
  };

  // Before each expression of a text: forgets what an abandoned one left behind.
  void start_expression() {
    locals_.clear();
    depth_ = 0;
  }
  // The number of its node, or kNone after a diagnostic.
  std::uint32_t expression();
  // The whole text as a template without quotes.
  std::uint32_t whole_template();
  // A quoted string without interpolation, as labels are; at the quote. False after a diagnostic.
  bool quoted_literal(std::string& to);
  // Nothing but the end may follow.
  bool expect_end();

  void error(const char* code, const char* summary, std::string detail, std::uint32_t begin,
             std::uint32_t end);
  // "found" in a message: the token's text or what it is.
  std::string found(const Token& token) const;
  // The complaint about a token that can begin or continue nothing.
  void unexpected(const Token& token, const char* code, const char* summary,
                  const std::string& expected);
  SourceSpan span_of(std::uint32_t begin, std::uint32_t end) const;

 private:
  friend class LineEnds;
  struct Template;
  enum class TemplateEnd { Quote, Heredoc, Text };

  void set_skip_newlines(bool skip) {
    if (skip == skip_newlines_) return;
    skip_newlines_ = skip;
    peeked_ = false;
  }

  // expressions
  std::uint32_t binary(int level);
  std::uint32_t unary();
  std::uint32_t operand();
  std::uint32_t identifier();
  std::uint32_t call(const Token& first);
  std::uint32_t parentheses();
  std::uint32_t tuple();
  std::uint32_t object();
  std::uint32_t object_key();
  std::uint32_t for_expression(const Token& open, bool object);
  bool for_header(ForCode& loop);
  std::uint32_t number();
  std::uint32_t postfix(std::uint32_t node, bool open_reference);
  std::uint32_t dotted(std::uint32_t node, bool& open_reference);
  std::uint32_t bracketed(std::uint32_t node, bool& open_reference);
  std::uint32_t attribute_splat(std::uint32_t source);
  std::uint32_t full_splat(std::uint32_t source);
  std::uint32_t add_index(std::uint32_t node, std::uint32_t key, bool& open_reference,
                          std::uint32_t begin);
  std::uint32_t local_slot(Symbol name) const;

  // templates (template_parser.cc)
  std::uint32_t quoted();
  std::uint32_t heredoc();
  bool scan_template(TemplateEnd end, std::string_view marker, Template& to);
  bool scan_sequence(Template& to, bool directive);
  bool directive(Template& to, TemplatePart& part);
  bool close_sequence(Template& to, std::uint32_t begin, bool directive);
  bool escape(std::string& to);
  std::uint32_t assemble(Template& parts, std::uint32_t begin, std::uint32_t end);
  std::uint32_t assemble_until(Template& parts, std::size_t& at, std::size_t opened_by,
                               std::uint32_t begin, std::uint32_t end);

  std::string_view text_;
  SourceSpan whole_;
  std::uint32_t text_begin_;
  bool verbatim_;
  CodeBuilder& builder_;
  Diagnostics& diagnostics_;

  std::uint32_t at_ = 0;
  std::uint32_t last_end_ = 0;  // of the token that was taken last
  Token token_;
  bool peeked_ = false;
  bool skip_newlines_ = false;
  std::uint32_t depth_ = 0;
  std::vector<std::pair<Symbol, std::uint32_t>> locals_;
};

}  // namespace tenon::lang::detail
