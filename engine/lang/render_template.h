// LanguageTemplates: how templatefile() and templatestring() get back into the language. Lives as
// long as the evaluation that it belongs to.
#pragma once

#include "engine/lang/expression.h"

namespace tenon::lang::detail {

class LanguageTemplates final : public TemplateRenderer {
 public:
  explicit LanguageTemplates(const EvalContext& context) : context_(context) {}
  std::optional<Value> render(Arena& arena, std::string_view name, std::string_view text,
                              const Value& variables, std::string* error) override;

 private:
  const EvalContext& context_;
};

}  // namespace tenon::lang::detail
