// The journal: what was about to be done, how far it got, and how it ended. An intent is durable
// before its effect; a result after it. An intent without a result means that the process died in
// between, and recovery has to find out. Entries are never changed, only closed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "schema/value/type.h"

namespace tenon {

enum class IntentAction : std::uint8_t { Create, Update, Remove };

struct Intent {
  std::string id;   // 16 hex digits, unique in the store
  std::string run;  // the run that it belongs to
  IntentAction action = IntentAction::Create;
  std::string address;
  std::string deposed_key;  // Remove of a deposed object
  std::string resource_type;
  std::string provider;  // as in RowView
  std::string token;     // idempotency token
  std::string siblings;  // for recovery by scan
  Type type;             // that planned, config and prior are encoded as
  std::string planned;
  std::string config;           // without ephemeral and write-only values
  std::string provider_config;  // opaque: what is needed to configure the provider again
  std::string private_bytes;
  std::string dependencies;
  std::int64_t schema_version = 0;
  bool create_before_destroy = false;
  std::int64_t at = 0;  // seconds since the epoch
  // From progress entries, empty before the first.
  std::string identity;
  std::string partial;  // wire bytes as `type`
};

}  // namespace tenon
