#include "providers/aws/resource/find.h"

#include <algorithm>

#include "providers/aws/resource/operate.h"
#include "providers/aws/resource/read.h"
#include "providers/aws/resource/settle.h"
#include "providers/aws/resource/tags.h"
#include "providers/aws/resource/value_node.h"
#include "schema/value/compare.h"

namespace tenon::aws {

namespace {

FindResult unknown(std::string why) {
  FindResult result;
  result.kind = FindResult::Kind::Unknown;
  result.message = std::move(why);
  return result;
}

FindResult of_kind(FindResult::Kind kind) {
  FindResult result;
  result.kind = kind;
  return result;
}

// The objects that the recovery's list call tells, all pages.
CallOutcome list_candidates(const Declaration& declaration, const AwsSession& session,
                            const Node& object, std::vector<Node>& candidates) {
  const RecoverySpec& how = declaration.recovery;
  const Node match = how.match.fill(object);
  CallOptions options;
  options.repeatable = true;
  return for_each_page(
      session, how.model, how.service, *how.operation, how.with.fill(object), options,
      [&](const Node& page) {
        const Node list = how.list ? how.list->evaluate(page) : page;
        if (!list.is_list()) {
          if (!list.is_null()) candidates.push_back(list);
          return true;
        }
        for (const Node& item : list.items()) {
          const bool fits = std::all_of(
              match.members().begin(), match.members().end(), [&](const Node::Member& member) {
                const Node* found = item.find(member.first);
                return found != nullptr && found->scalar_text() == member.second.scalar_text();
              });
          if (fits) candidates.push_back(item);
        }
        return true;
      });
}

// What tells a candidate from its sisters.
Node identity_in(const Declaration& declaration, const Node& candidate) {
  Node identity = Node::map();
  for (const auto& [name, path] : declaration.recovery.take)
    identity.set(name, path.evaluate(candidate));
  return identity;
}

class Finder {
 public:
  Finder(const Declaration& declaration, const AwsSession& session, const FindRequest& request)
      : declaration_(declaration), session_(session), request_(request) {}

  FindResult find() {
    auto object =
        operation_object(declaration_, session_, request_.planned, request_.config, request_.token);
    if (!object) return unknown(object.error().message);
    object_ = *std::move(object);
    if (!request_.identity.empty()) return by_identity();
    const std::string& kind = declaration_.recovery.kind;
    if (kind == "natural_key") return by_key();
    if (kind == "tag") return by_tag();
    if (kind == "token") return by_token();
    if (kind == "scan") return by_scan();
    return unknown(declaration_.recovery.reason.empty()
                       ? "nothing recognises an object of the type " + declaration_.type
                       : declaration_.recovery.reason);
  }

 private:
  // The create had answered: what it gave is in the journal.
  FindResult by_identity() {
    const auto given = parse_json(request_.identity);
    if (!given) return unknown("the journalled identity cannot be read");
    for (const auto& [name, value] : given->members()) object_.set(name, value);
    if (declaration_.recovery.kind == "tag") {
      if (const auto failed = remove_intent_tag()) return *failed;
    }
    return read(true);
  }

  FindResult by_key() {
    const RecoverySpec& how = declaration_.recovery;
    if (how.operation != nullptr) {
      std::vector<Node> candidates;
      const auto failed = look(candidates);
      if (failed) return *failed;
      if (candidates.empty()) return absent();
      if (candidates.size() > 1) return unknown("several objects match its name");
      take(candidates[0]);
    }
    complete_id(declaration_, object_);
    return read(false);
  }

  FindResult by_tag() {
    const RecoverySpec& how = declaration_.recovery;
    object_.set("_intent", Node::string(std::string(request_.intent)));
    std::vector<Node> candidates;
    const auto failed = look(candidates);
    if (failed) return *failed;
    std::vector<Node> ours;
    for (const Node& candidate : candidates) {
      const Node before = object_;
      take(candidate);
      Node tags = candidate;
      if (how.tags_operation != nullptr) {
        CallOptions options;
        options.repeatable = true;
        const CallOutcome outcome =
            session_.call(how.tags_model, how.tags_service, *how.tags_operation,
                          how.tags_with.fill(object_), options);
        // Gone since it was listed, or nothing of ours to see.
        if (!outcome.ok() && outcome.error->category != ErrorCategory::NotFound) {
          object_ = before;
          return unknown(outcome.error->message);
        }
        tags = outcome.output;
      }
      const Node list = how.tags_list ? how.tags_list->evaluate(tags) : tags;
      if (intent_tag_in(declaration_.tags, list) == request_.intent) ours.push_back(candidate);
      object_ = before;
    }
    if (ours.empty()) return absent();
    if (ours.size() > 1) return unknown("several objects carry its tag");
    take(ours[0]);
    complete_id(declaration_, object_);
    FindResult result = read(true);
    // The tag goes once the identity is durable: until then it is all that tells whose this is.
    Node identity = Node::map();
    for (const auto& [name, path] : how.take) {
      if (const Node* value = object_.find(name)) identity.set(name, *value);
    }
    if (const Node* id = object_.find("id")) identity.set("id", *id);
    result.identity = to_json(identity);
    return result;
  }

  // One call or two with one token make one object.
  FindResult by_token() {
    auto made = repeat_create(declaration_, session_, request_, object_);
    if (!made) return unknown(made.error().message);
    object_ = *std::move(made);
    return read(true);
  }

  // What was not there before and is as planned is ours; where several are, nobody can tell.
  FindResult by_scan() {
    const auto before = parse_json(request_.siblings);
    if (!before || !before->is_list())
      return unknown("what there was before the create is not in the journal");
    std::vector<Node> candidates;
    if (const auto failed = look(candidates)) return *failed;
    std::vector<FindResult> ours;
    for (const Node& candidate : candidates) {
      const Node identity = identity_in(declaration_, candidate);
      const auto& known = before->items();
      if (std::find(known.begin(), known.end(), identity) != known.end()) continue;
      const Node untouched = object_;
      take(candidate);
      complete_id(declaration_, object_);
      FindResult found = read(true);
      object_ = untouched;
      if (found.kind == FindResult::Kind::Unknown) return found;
      if (found.kind == FindResult::Kind::Found && contradictions_of(found.value).empty())
        ours.push_back(std::move(found));
    }
    if (ours.empty()) return absent();
    if (ours.size() > 1)
      return unknown(std::to_string(ours.size()) + " objects are new and as planned");
    return std::move(ours.front());
  }

  std::optional<FindResult> remove_intent_tag() {
    for (const Step& step : declaration_.steps) {
      if (step.kind != StepKind::TagRemove || !step.on_create) continue;
      Node keys = Node::list();
      keys.add(Node::string(std::string(kIntentTag)));
      Node seen = object_;
      seen.set("_tags", std::move(keys));
      CallOptions options;
      options.repeatable = true;
      const CallOutcome outcome =
          session_.call(step.model, step.service, *step.operation, step.with.fill(seen), options);
      if (!outcome.ok() && outcome.error->category != ErrorCategory::NotFound)
        return unknown(outcome.error->message);
    }
    return std::nullopt;
  }

  // The candidates, or what went wrong.
  std::optional<FindResult> look(std::vector<Node>& candidates) {
    const CallOutcome outcome = list_candidates(declaration_, session_, object_, candidates);
    if (outcome.ok()) return std::nullopt;
    if (names_error(declaration_.recovery.absent, *outcome.error)) return absent();
    return unknown(outcome.error->message);
  }

  void take(const Node& candidate) {
    for (const auto& [name, path] : declaration_.recovery.take) {
      Node value = path.evaluate(candidate);
      if (!value.is_null()) object_.set(name, std::move(value));
    }
  }

  FindResult absent() {
    const std::chrono::seconds settle{settle_seconds()};
    if (request_.since_intent >= settle) return of_kind(FindResult::Kind::Absent);
    FindResult result = of_kind(FindResult::Kind::TooEarly);
    result.again_after = std::min(std::chrono::milliseconds(1000),
                                  std::chrono::milliseconds(settle - request_.since_intent));
    return result;
  }

  int settle_seconds() const {
    const auto wanted = session_.env().variable("TENON_SETTLE_SECONDS");
    return wanted ? std::atoi(wanted->c_str()) : declaration_.recovery.settle_seconds;
  }

  FindResult read(bool surely_ours) {
    const ReadResult now =
        read_one(declaration_, session_, *request_.arena, object_, request_.planned, {});
    switch (now.kind) {
      case ReadKind::Absent:
        return absent();
      case ReadKind::Unchecked:
        return unknown(now.error.message);
      case ReadKind::Found:
        break;
    }
    FindResult result = of_kind(FindResult::Kind::Found);
    result.value = now.value;
    result.private_bytes = std::string(request_.private_bytes);
    // What follow-up calls did not do is a difference that the next plan finds and an update mends.
    const auto differing = contradictions_of(now.value);
    if (!surely_ours && !differing.empty() && differs_where_made(differing))
      return unknown("an object of that name exists and is not as planned (" + differing[0] +
                     "), so it may be somebody else's");
    return result;
  }

  // Attributes that were planned and are different.
  std::vector<std::string> contradictions_of(const Value& found) const {
    std::vector<std::string> names;
    const BlockSchema& schema = declaration_.schema.block;
    for (std::size_t i = 0; i < schema.slots.size(); ++i) {
      const Value& planned = request_.planned.elements()[i];
      if (!planned.is_wholly_known() || declaration_.mapping.slots[i].unread()) continue;
      const Value& actual = found.elements()[i];
      if (same_content(planned, actual) || (is_zero(planned) && is_zero(actual))) continue;
      names.emplace_back(schema.slots[i].name.view());
    }
    return names;
  }

  // Whether one of them is set by the very call that makes the object: then it was not our call.
  bool differs_where_made(const std::vector<std::string>& names) const {
    for (const Step& step : declaration_.steps) {
      if (!step.on_create || step.kind != StepKind::Call) continue;
      for (const SlotMapping& slot : declaration_.mapping.slots) {
        if (slot.member.empty() || step.operation->input == nullptr ||
            step.operation->input->find(slot.member[0]) == nullptr)
          continue;
        const bool sent = step.send_all || std::find(step.send.begin(), step.send.end(),
                                                     slot.name) != step.send.end();
        if (sent && std::find(names.begin(), names.end(), slot.name) != names.end()) return true;
      }
      return false;
    }
    return false;
  }

  const Declaration& declaration_;
  const AwsSession& session_;
  const FindRequest& request_;
  Node object_;
};

}  // namespace

FindResult find_resource(const Declaration& declaration, const AwsSession& session,
                         const FindRequest& request) {
  return Finder(declaration, session, request).find();
}

Result<std::string> siblings_of(const Declaration& declaration, const AwsSession& session,
                                const OperationRequest& request) {
  if (declaration.recovery.kind != "scan") return std::string();
  ASSIGN_OR_RETURN(const Node object,
                   operation_object(declaration, session, request.planned, request.config, ""));
  std::vector<Node> candidates;
  const CallOutcome outcome = list_candidates(declaration, session, object, candidates);
  if (!outcome.ok() && !names_error(declaration.recovery.absent, *outcome.error))
    return *outcome.error;
  Node known = Node::list();
  for (const Node& candidate : candidates) {
    known.add(identity_in(declaration, candidate));
  }
  return to_json(known);
}

Result<std::vector<ImportResult>> import_resource(const Declaration& declaration,
                                                  const AwsSession& session, Arena& arena,
                                                  std::string_view id) {
  Node object = Node::map();
  object.set("id", Node::string(std::string(id)));
  RETURN_IF_ERROR(session.add_surroundings(object, declaration.wants_account));
  for (const auto& [name, value] : declaration.from_id) {
    Node given = value.fill(object);
    if (given.is_null())
      return make_error(ErrorCategory::InvalidArgument,
                        "\"" + std::string(id) + "\" is no import id of " + declaration.type);
    object.set(name, std::move(given));
  }
  const Value reference = value_of(arena, object, declaration.schema.block.type);
  const ReadResult now = read_one(declaration, session, arena, object, reference, {});
  if (now.kind == ReadKind::Unchecked) return now.error;
  if (now.kind == ReadKind::Absent)
    return make_error(ErrorCategory::NotFound, "there is no " + declaration.type +
                                                   " with the id \"" + std::string(id) + "\" in " +
                                                   session.settings().region);
  std::vector<ImportResult> results;
  results.push_back({Symbol(declaration.type), now.value, {}});
  return results;
}

}  // namespace tenon::aws
