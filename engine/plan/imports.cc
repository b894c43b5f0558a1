#include "engine/plan/imports.h"

#include <set>

#include "schema/value/convert.h"
#include "schema/value/print.h"

namespace tenon {

namespace {

class Gatherer {
 public:
  Gatherer(Evaluation& evaluation, DeclarationId declared, const ProviderHandle& handle,
           Arena& arena, Imports& to, Diagnostics& diagnostics)
      : evaluation_(evaluation),
        declared_(declared),
        handle_(handle),
        arena_(arena),
        to_(to),
        diagnostics_(diagnostics) {}

  void run(const std::vector<InstanceId>& instances) {
    const Declaration& declaration = evaluation_.graph().declarations[declared_];
    std::set<std::string> known;
    for (const InstanceId id : evaluation_.instances_of(declared_))
      known.insert(evaluation_.address_text(id));
    std::set<std::string> planned;
    for (const InstanceId id : instances) planned.insert(evaluation_.address_text(id));
    for (const BoundImport& bound : declaration.imports) {
      for (const InstanceId scope : repetitions(bound)) {
        const auto address = address_of(bound, scope);
        if (!address) continue;
        if (known.count(*address) == 0) {
          refuse(bound.import->to_span, *address +
                                            " is not among the instances that the configuration "
                                            "makes. Correct the key, or declare the instance.");
          continue;
        }
        if (!taken_.emplace(*address, &bound).second) {
          refuse(bound.import->span,
                 *address + " is imported twice. Remove one of the two blocks.");
          continue;
        }
        if (planned.count(*address) == 0 || evaluation_.snapshot->find(*address) != kNoRow)
          continue;
        if (const auto id = id_of(bound, scope)) ask(bound, *address, *id);
      }
    }
    read();
  }

 private:
  void refuse(SourceSpan span, const std::string& why) {
    diagnostics_.error("E0150", "Invalid import", why, span);
  }

  // One for each element of for_each: instances that stand for what `each` means there.
  std::vector<InstanceId> repetitions(const BoundImport& bound) {
    std::vector<InstanceId> scopes;
    const auto add = [&](const InstanceKey& key, const Value& value) {
      Instance instance;
      instance.declaration = declared_;
      instance.key = key;
      instance.each_value = value;
      evaluation_.instances.push_back(instance);
      scopes.push_back(static_cast<InstanceId>(evaluation_.instances.size() - 1));
    };
    if (!bound.for_each) {
      add(InstanceKey(), Value());
      return scopes;
    }
    bool ok = true;
    const Value each = evaluation_.evaluate(*bound.for_each, 0, 0, kNoInstance, nullptr, arena_,
                                            diagnostics_, &ok);
    if (!ok) return scopes;
    const SourceSpan span = bound.for_each->expression.span();
    if (!each.is_known() || each.is_null() || any(each.all_marks())) {
      refuse(span, each.is_known() && each.is_null()
                       ? "\"for_each\" is null."
                       : "\"for_each\" must be known when the plan is made, and nothing secret.");
      return scopes;
    }
    switch (each.type().kind()) {
      case TypeKind::Map:
        for (const MapEntry& entry : each.entries())
          add(InstanceKey::string(Symbol(entry.key)), entry.value);
        break;
      case TypeKind::Object:
        for (std::uint32_t i = 0; i < each.type().shape().size(); ++i)
          add(InstanceKey::string(each.type().shape().names[i]), each.elements()[i]);
        break;
      case TypeKind::Set:
        for (const Value& element : each.elements()) {
          const auto text = convert(arena_, element, Type::string(), nullptr);
          if (text && text->is_known() && !text->is_null())
            add(InstanceKey::string(Symbol(text->as_string())), element);
        }
        break;
      case TypeKind::List:
      case TypeKind::Tuple: {
        std::int64_t index = 0;
        for (const Value& element : each.elements()) add(InstanceKey::number(index++), element);
        break;
      }
      default:
        refuse(span, "\"for_each\" must be a map, a set or a list, and it is " +
                         friendly_name(each.type()) + ".");
    }
    return scopes;
  }

  std::optional<Value> evaluate(const BoundExpression& expression, InstanceId scope) {
    bool ok = true;
    const Value value =
        evaluation_.evaluate(expression, 0, 0, scope, nullptr, arena_, diagnostics_, &ok);
    if (!ok) return std::nullopt;
    return value;
  }

  std::optional<std::string> address_of(const BoundImport& bound, InstanceId scope) {
    std::string text;
    for (std::size_t i = 0; i < bound.import->to.size(); ++i) {
      text += bound.import->to[i].text;
      if (!bound.keys[i]) continue;
      const auto key = evaluate(*bound.keys[i], scope);
      if (!key) return std::nullopt;
      const bool number =
          key->is_known() && !key->is_null() && key->type() == Type::number() && key->is_int64();
      const bool name = key->is_known() && !key->is_null() && key->type() == Type::string();
      if ((!number && !name) || any(key->all_marks())) {
        refuse(bound.keys[i]->expression.span(),
               "The key must be a text or a whole number that is known when the plan is made.");
        return std::nullopt;
      }
      text += number ? InstanceKey::number(key->as_int64()).text()
                     : InstanceKey::string(Symbol(key->as_string())).text();
    }
    return text;
  }

  std::optional<std::string> id_of(const BoundImport& bound, InstanceId scope) {
    const auto value = evaluate(bound.id, scope);
    if (!value) return std::nullopt;
    const auto text = convert(arena_, value->without_marks(arena_), Type::string(), nullptr);
    const SourceSpan span = bound.id.expression.span();
    if (any(value->all_marks())) {
      refuse(span, "\"id\" may be nothing secret: it is shown in plans.");
    } else if (text && !text->is_known()) {
      refuse(span,
             "\"id\" is not known before something else is applied. Apply that first with "
             "-target, or write the id out.");
    } else if (!text || text->is_null() || text->as_string().empty()) {
      refuse(span,
             "\"id\" must be a text that is not empty, and it is " + print_brief(*value) + ".");
    } else {
      return std::string(text->as_string());
    }
    return std::nullopt;
  }

  void ask(const BoundImport& bound, const std::string& address, const std::string& id) {
    const Declaration& declaration = evaluation_.graph().declarations[declared_];
    auto found =
        handle_.provider->import(arena_, *handle_.configured, declaration.schema->type, id);
    if (!found) return absent(bound, address, id, found.error().message);
    for (ImportResult& each : *found) {
      if (each.type != declaration.schema->type) continue;
      asked_.push_back({&bound, address, Imported{id, each.value, std::move(each.private_bytes)}});
      return;
    }
    absent(bound, address, id, "there is no such object");
  }

  void absent(const BoundImport& bound, const std::string& address, const std::string& id,
              const std::string& why) {
    diagnostics_.error("E0418", "Object to import cannot be had",
                       address + " cannot be imported from \"" + id + "\": " + why +
                           ". Correct the id, or remove the block where the object is to be "
                           "created.",
                       bound.import->span);
  }

  void read() {
    const Declaration& declaration = evaluation_.graph().declarations[declared_];
    if (declaration.effect == Effect::World && !asked_.empty()) {
      std::vector<ReadRequest> requests;
      for (const Asked& each : asked_)
        requests.push_back({declaration.schema->type, handle_.configured.get(), each.address,
                            each.imported.value, each.imported.private_bytes});
      std::vector<ReadResult> results = handle_.provider->read(requests, arena_);
      for (std::size_t i = 0; i < asked_.size() && i < results.size(); ++i) {
        Asked& each = asked_[i];
        if (results[i].kind == ReadKind::Found) {
          each.imported.value = results[i].value;
          each.imported.private_bytes = std::move(results[i].private_bytes);
          continue;
        }
        each.refused = true;
        absent(*each.bound, each.address, each.imported.id,
               results[i].kind == ReadKind::Absent ? "there is no such object"
                                                   : results[i].error.message);
      }
    }
    for (Asked& each : asked_) {
      if (!each.refused) to_.emplace(each.address, std::move(each.imported));
    }
  }

  struct Asked {
    const BoundImport* bound;
    std::string address;
    Imported imported;
    bool refused = false;
  };

  Evaluation& evaluation_;
  DeclarationId declared_;
  const ProviderHandle& handle_;
  Arena& arena_;
  Imports& to_;
  Diagnostics& diagnostics_;
  std::map<std::string, const BoundImport*> taken_;
  std::vector<Asked> asked_;
};

}  // namespace

void gather_imports(Evaluation& evaluation, DeclarationId declared,
                    const std::vector<InstanceId>& instances, const ProviderHandle& handle,
                    Arena& arena, Imports& to, Diagnostics& diagnostics) {
  Gatherer(evaluation, declared, handle, arena, to, diagnostics).run(instances);
}

}  // namespace tenon
