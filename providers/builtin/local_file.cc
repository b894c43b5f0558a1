#include "providers/builtin/local_file.h"

#include "providers/builtin/local_only.h"
#include "schema/base/digest.h"
#include "schema/resource/declare.h"
#include "schema/value/compare.h"

namespace tenon {

namespace {

std::string text(const Value& object, std::string_view name) {
  const Value value = slot_of(object, name);
  return value.is_known() ? std::string(value.as_string()) : std::string();
}

// The file itself is the object; its name is its identity, so a lost create is recognised by path
// and content.
class LocalProvider final : public LocalOnlyProvider {
 public:
  explicit LocalProvider(Env& env) : LocalOnlyProvider("local"), env_(env) {
    SchemaBuilder file("local_file");
    file.required("filename", Type::string());
    file.optional("content", Type::string())
        .optional("content_base64", Type::string())
        .optional("source", Type::string());
    file.optional("sensitive_content", Type::string()).sensitive();
    file.optional_computed("file_permission", Type::string())
        .optional_computed("directory_permission", Type::string());
    for (const char* name : {"content_md5", "content_sha1", "content_sha256", "content_sha512",
                             "content_base64sha256", "content_base64sha512", "id"}) {
      file.computed(name, Type::string());
    }
    add_type(file.build());
  }

  std::string_view source() const override { return "hashicorp/local"; }
  std::string_view version() const override { return "2.5.3"; }
  Effect effect(Symbol) const override { return Effect::World; }
  Recovery recovery(Symbol) const override {
    return {RecoveryKind::NaturalKey, std::chrono::seconds(0), {}};
  }

  void validate(ResourceMode, Symbol, const Value& config, const SpanOf& at,
                Diagnostics& diagnostics) const override {
    int given = 0;
    for (const char* name : {"content", "content_base64", "source", "sensitive_content"})
      given += slot_of(config, name).is_null() ? 0 : 1;
    if (given != 1) {
      diagnostics.error("E0702", "Invalid combination of arguments",
                        "local_file needs exactly one of content, content_base64, source and "
                        "sensitive_content, and has " +
                            std::to_string(given) + ".",
                        at({PathStep::attribute(Symbol("filename"))}));
    }
    for (const char* name : {"file_permission", "directory_permission"}) {
      const Value mode = slot_of(config, name);
      if (!mode.is_known()) continue;
      const std::string_view digits = mode.as_string();
      if (digits.size() < 3 || digits.size() > 4 ||
          digits.find_first_not_of("01234567") != std::string_view::npos) {
        diagnostics.error(
            "E0701", "Invalid attribute value",
            std::string(name) + " must be three or four octal digits, as in \"0644\".",
            at({PathStep::attribute(Symbol(name))}));
      }
    }
  }

  PlanResponse plan(const PlanRequest& request, Diagnostics&) const override {
    PlanResponse response;
    Arena& arena = *request.arena;
    Value planned = request.proposed;
    for (const char* name : {"file_permission", "directory_permission"}) {
      if (slot_of(request.config, name).is_null())
        planned = with_slot(arena, planned, name, Value::string_view(arena, "0777"));
    }
    if (request.prior.is_null()) {
      for (const SchemaSlot& slot : request.schema->block.slots) {
        if (slot.attribute.computed && !slot.attribute.optional)
          planned = with_slot(arena, planned, slot.name.view(), Value::unknown(slot.type));
      }
    } else {
      for (const SchemaSlot& slot : request.schema->block.slots) {
        if (slot.attribute.settable() && !same_content(slot_of(request.prior, slot.name.view()),
                                                       slot_of(planned, slot.name.view())))
          response.replace.push_back({PathStep::attribute(slot.name)});
      }
    }
    response.planned = planned;
    return response;
  }

  // A file whose content is no longer what was written counts as gone, and is written again.
  std::vector<ReadResult> read(std::span<const ReadRequest> requests, Arena&) override {
    std::vector<ReadResult> results;
    for (const ReadRequest& request : requests) {
      const auto content = env_.read_file(text(request.prior, "filename"));
      ReadResult result;
      if (content) {
        result.kind = to_hex(sha1(*content)) == text(request.prior, "id") ? ReadKind::Found
                                                                          : ReadKind::Absent;
      } else {
        result.kind = content.error().category == ErrorCategory::NotFound ? ReadKind::Absent
                                                                          : ReadKind::Unchecked;
        result.error = content.error();
      }
      result.value = request.prior;
      result.private_bytes = std::string(request.private_bytes);
      results.push_back(std::move(result));
    }
    return results;
  }

  OperationResult operate(const OperationRequest& request, OperationContext&) override {
    OperationResult result;
    if (request.kind == OperationKind::Remove) {
      const Status removed = env_.remove_file(text(request.prior, "filename"));
      if (!removed && removed.error().category != ErrorCategory::NotFound)
        return failed(removed.error());
      return result;
    }
    const auto content = content_of(request.planned);
    if (!content) return failed(content.error());
    const std::string path = text(request.planned, "filename");
    const auto slash = path.rfind('/');
    if (slash != std::string::npos && slash > 0 && !env_.directory_exists(path.substr(0, slash))) {
      const Status made = env_.make_directories(path.substr(0, slash));
      if (!made) return failed(made.error());
      const Status mode = env_.set_file_permissions(
          path.substr(0, slash), octal(text(request.planned, "directory_permission")));
      if (!mode) return failed(mode.error());
    }
    const Status written = env_.write_file(path, *content, FileMode::Private);
    if (!written) return failed(written.error());
    const Status mode =
        env_.set_file_permissions(path, octal(text(request.planned, "file_permission")));
    if (!mode) return failed(mode.error());
    result.value = described(*request.arena, request.planned, *content);
    return result;
  }

  FindResult find(const FindRequest& request) override {
    FindResult result;
    const auto wanted = content_of(request.planned);
    const auto there = env_.read_file(text(request.planned, "filename"));
    if (!there && there.error().category != ErrorCategory::NotFound) {
      result.kind = FindResult::Kind::Unknown;
      result.message = there.error().message;
    } else if (!there || !wanted || *there != *wanted) {
      result.kind = FindResult::Kind::Absent;
    } else {
      result.kind = FindResult::Kind::Found;
      result.value = described(*request.arena, request.planned, *wanted);
    }
    return result;
  }

 private:
  static OperationResult failed(const Error& error) {
    OperationResult result;
    result.kind = OperationResult::Kind::Failed;
    result.error = error;
    return result;
  }

  static unsigned octal(const std::string& digits) {
    return static_cast<unsigned>(std::strtoul(digits.c_str(), nullptr, 8));
  }

  Result<std::string> content_of(const Value& planned) {
    if (!slot_of(planned, "source").is_null()) return env_.read_file(text(planned, "source"));
    if (!slot_of(planned, "content_base64").is_null()) {
      std::string decoded;
      if (!base64_decode(text(planned, "content_base64"), decoded))
        return make_error(ErrorCategory::InvalidArgument, "content_base64 is no valid base64");
      return decoded;
    }
    return text(planned,
                slot_of(planned, "sensitive_content").is_null() ? "content" : "sensitive_content");
  }

  static Value described(Arena& arena, Value value, const std::string& content) {
    const auto set = [&](std::string_view name, const std::string& to) {
      value = with_slot(arena, value, name, Value::string(arena, to));
    };
    set("content_md5", to_hex(md5(content)));
    set("content_sha1", to_hex(sha1(content)));
    set("content_sha256", to_hex(sha256(content)));
    set("content_sha512", to_hex(sha512(content)));
    set("content_base64sha256", base64_encode(sha256(content)));
    set("content_base64sha512", base64_encode(sha512(content)));
    set("id", to_hex(sha1(content)));
    return value;
  }

  Env& env_;
};

}  // namespace

std::unique_ptr<Provider> make_local_provider(Env& env) {
  return std::make_unique<LocalProvider>(env);
}

}  // namespace tenon
