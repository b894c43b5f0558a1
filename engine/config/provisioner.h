// Provisioners: what is to be run beside the making or the removing of an object. Only local-exec
// runs here; the others are refused by name. Errors: kinds, arguments and references that there may
// not be.
#pragma once

#include <optional>

#include "engine/config/body.h"
#include "engine/lang/expression.h"

namespace tenon::config {

struct Provisioner {
  enum class When : std::uint8_t { Create, Destroy };
  enum class OnFailure : std::uint8_t { Fail, Continue };
  SourceSpan span;
  When when = When::Create;
  OnFailure on_failure = OnFailure::Fail;
  lang::Expression command;
  std::optional<lang::Expression> working_dir;
  std::optional<lang::Expression> environment;
  std::optional<lang::Expression> interpreter;
  std::optional<lang::Expression> quiet;
};

// nothing where it cannot be used, with a diagnostic.
std::optional<Provisioner> read_provisioner(const Block& block, Diagnostics& diagnostics);

}  // namespace tenon::config
