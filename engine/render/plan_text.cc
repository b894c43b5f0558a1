#include "engine/render/plan_text.h"

#include <algorithm>

#include "engine/render/echoes.h"
#include "engine/render/value_lines.h"
#include "schema/base/text.h"
#include "schema/value/compare.h"
#include "schema/value/print.h"

namespace tenon {

namespace {

struct Glyph {
  const char* sign;
  const char* colour;
};

Glyph glyph_of(ChangeAction action) {
  switch (action) {
    case ChangeAction::Create:
      return {"+", "32"};
    case ChangeAction::Update:
      return {"~", "33"};
    case ChangeAction::DeleteThenCreate:
    case ChangeAction::CreateThenDelete:
      return {"±", "31"};
    case ChangeAction::Delete:
      return {"-", "31"};
    case ChangeAction::Read:
      return {"?", "36"};
    case ChangeAction::Forget:
      return {".", "36"};
    case ChangeAction::NoOp:
      return {" ", "0"};
  }
  return {" ", "0"};
}

std::string reason_words(const Change& change) {
  switch (change.reason) {
    case ActionReason::None:
      return "";
    case ActionReason::ReplaceBecauseCannotUpdate:
      return "must be replaced";
    case ActionReason::ReplaceBecauseTainted:
      return "is tainted: its last create did not finish";
    case ActionReason::ReplaceByRequest:
      return "replaced as you asked with -replace";
    case ActionReason::ReplaceByTriggers:
      return "replaced because of replace_triggered_by";
    case ActionReason::DeleteBecauseNoResourceConfig:
      return "no longer in the configuration";
    case ActionReason::DeleteBecauseWrongRepetition:
      return "the resource no longer has instances of this kind";
    case ActionReason::DeleteBecauseCountIndex:
      return "beyond the resource's count";
    case ActionReason::DeleteBecauseEachKey:
      return "its key is no longer in for_each";
    case ActionReason::DeleteBecauseNoModule:
      return "its module is no longer in the configuration";
    case ActionReason::DeleteBecauseNoMoveTarget:
      return "it moved to this address, which is not in the configuration";
    case ActionReason::ReadBecauseConfigUnknown:
      return "read during apply: its arguments are not known yet";
    case ActionReason::ReadBecauseDependencyPending:
      return "read during apply: something that it depends on changes";
  }
  return "";
}

class PlanPrinter {
 public:
  PlanPrinter(const Plan& plan, Colour colour) : plan_(plan), colour_(colour) {}

  std::string print() {
    verdict();
    section("LOST IF APPLIED",
            [](const Change& c) { return c.is_replace() || c.action == ChangeAction::Delete; });
    drift();
    section("CHANGE", [](const Change& c) { return c.action == ChangeAction::Update; });
    section("NEW", [](const Change& c) { return c.action == ChangeAction::Create; });
    section("READ DURING APPLY", [](const Change& c) { return c.action == ChangeAction::Read; });
    section("IMPORTED AS IT IS",
            [](const Change& c) { return c.action == ChangeAction::NoOp && !c.import_id.empty(); });
    forgotten();
    moved();
    not_checked();
    outputs();
    last_line();
    return std::move(out_);
  }

  void drift() {
    if (plan_.drift.empty()) return;
    out_ += bold("DRIFTED") + "  changed outside of tenon\n";
    for (const Drift& each : plan_.drift) {
      out_ += "  " + paint("!", "35") + " " + each.address_text +
              (each.found.is_null() ? "   is gone" : "") + "\n";
      if (!each.found.is_null()) attributes(each.stored, each.found, {});
    }
    out_ += "\n";
  }

  void forgotten() {
    bool first = true;
    for (const Change& change : plan_.changes) {
      if (change.action != ChangeAction::Forget) continue;
      if (first) out_ += bold("FORGOTTEN") + "  left as it is, and no longer managed\n";
      first = false;
      out_ += "  " + paint(".", "36") + " " + change.address_text +
              (change.deposed_key.empty() ? "" : " (deposed object " + change.deposed_key + ")") +
              "   " + location_text(change.span) + "\n";
      if (!change.previous_address.empty())
        out_ += "      moved from " + change.previous_address + "\n";
    }
    if (!first) out_ += "\n";
  }

  void moved() {
    bool first = true;
    for (const Change& change : plan_.changes) {
      if (change.action != ChangeAction::NoOp || change.previous_address.empty()) continue;
      if (first) out_ += bold("MOVED") + "\n";
      first = false;
      out_ += "    " + change.previous_address + " has moved to " + bold(change.address_text) +
              "   " + location_text(change.span) + "\n";
    }
    if (!first) out_ += "\n";
  }

  void not_checked() {
    if (plan_.not_checked.empty()) return;
    out_ += bold("NOT CHECKED") + "\n";
    for (const NotChecked& each : plan_.not_checked)
      out_ += "  ? " + each.address + "   " + each.why + "\n";
    out_ += "\n";
  }

  std::string take() { return std::move(out_); }

 private:
  std::string paint(const std::string& text, const char* code) const {
    return colour_ == Colour::On ? std::string("\x1b[") + code + "m" + text + "\x1b[0m" : text;
  }
  std::string bold(const std::string& text) const { return paint(text, "1"); }

  void verdict() {
    const PlanCounts& counts = plan_.counts;
    std::vector<std::string> parts;
    const auto part = [&](std::size_t number, const char* what) {
      if (number > 0) parts.push_back(std::to_string(number) + " " + what);
    };
    part(counts.replace, "to replace");
    part(counts.destroy - counts.replace, "to destroy");
    part(counts.change, "to change");
    part(counts.add - counts.replace, "to add");
    part(counts.read, "to read");
    part(plan_.imported, "to import");
    part(plan_.forgotten, "to forget");
    part(plan_.moved, "moved");
    part(plan_.drift.size(), "drifted");
    part(plan_.not_checked.size(), "not checked");
    part(counts.unchanged, "unchanged");
    const bool losses = counts.destroy > 0;
    const std::string word = !plan_.has_changes() ? "IN SYNC"
                             : losses             ? "CHANGES, WITH LOSSES"
                                                  : "CHANGES";
    out_ += bold(word) + (parts.empty() ? "" : "   " + join(parts, " · ")) + "\n\n";
  }

  template <typename Wanted>
  void section(const std::string& title, Wanted wanted) {
    bool first = true;
    for (const Change& change : plan_.changes) {
      if (!wanted(change)) continue;
      if (first) out_ += bold(title) + "\n";
      first = false;
      const Glyph glyph = glyph_of(change.action);
      const std::string where = change.span.known() ? "   " + location_text(change.span) : "";
      out_ += "  " + paint(glyph.sign, glyph.colour) + " " + bold(change.address_text) +
              (change.deposed_key.empty() ? "" : " (deposed object " + change.deposed_key + ")") +
              where + "\n";
      if (!change.previous_address.empty())
        out_ += "      moved from " + change.previous_address + "\n";
      if (!change.import_id.empty())
        out_ += "      imported from \"" + change.import_id + "\"" +
                (change.is_replace() ? ", and destroyed\n" : "\n");
      const std::string why = reason_words(change);
      if (!why.empty()) out_ += "      " + why + "\n";
      if (change.action == ChangeAction::CreateThenDelete)
        out_ += "      the new one is created before the old one is destroyed\n";
      if (change.action != ChangeAction::Delete)
        attributes(change.before, change.after, change.replace_paths);
    }
    if (!first) out_ += "\n";
  }

  // One line for each attribute that differs; what is unchanged is counted by nobody and listed
  // nowhere.
  void attributes(const Value& stored, const Value& wanted, const std::vector<Path>& replace) {
    if (!wanted.is_known()) return;
    Arena arena;
    const Value before = with_echoes_marked(arena, stored);
    const Value after = with_echoes_marked(arena, wanted);
    const ObjectShape& shape = after.type().shape();
    std::size_t width = 0;
    for (const Symbol name : shape.names) width = std::max(width, name.view().size());
    width = std::min<std::size_t>(width, 28);
    for (std::uint32_t i = 0; i < shape.size(); ++i) {
      const Value& now = after.elements()[i];
      const bool had = before.is_known() && before.type().is_object();
      const auto old = had ? before.attribute(shape.names[i]) : std::nullopt;
      const Value was = old ? *old : Value();
      const bool same = had ? identical(was, now)
                            : now.is_null() || (now.is_known() && now.type().is_collection() &&
                                                now.length() == 0);
      if (same) continue;
      const LineLayout layout{6, width};
      const bool forces = std::any_of(replace.begin(), replace.end(), [&](const Path& path) {
        return !path.empty() && path[0].name == shape.names[i];
      });
      const std::string remark = forces ? paint("forces replacement", "31") : "";
      out_ += had ? difference_lines(shape.names[i].view(), was, now, layout, remark)
                  : value_lines(shape.names[i].view(), now, layout);
    }
  }

  void outputs() {
    bool first = true;
    for (const OutputChange& change : plan_.outputs) {
      if (change.action == ChangeAction::NoOp) continue;
      if (first) out_ += bold("OUTPUTS") + "\n";
      first = false;
      const Glyph glyph = glyph_of(change.action);
      const std::string label = paint(glyph.sign, glyph.colour) + " " + change.name;
      if (change.sensitive) {
        out_ += "  " + label + "  (sensitive value)\n";
      } else if (change.action == ChangeAction::Update) {
        out_ += difference_lines(label, change.before, change.after, {2, 0});
      } else {
        out_ += value_lines(
            label, change.action == ChangeAction::Delete ? change.before : change.after, {2, 0});
      }
    }
    if (!first) out_ += "\n";
  }

  void last_line() {
    if (!plan_.has_changes()) {
      out_ += plan_.mode == PlanMode::Destroy
                  ? "No changes. No objects need to be destroyed.\n"
                  : "No changes. Your infrastructure matches the configuration.\n";
      return;
    }
    if (plan_.counts.add + plan_.counts.change + plan_.counts.destroy == 0 &&
        plan_.has_output_changes() && plan_.counts.read == 0) {
      out_ +=
          "You can apply this plan to save these new output values, without changing any real "
          "infrastructure.\n";
    }
    out_ += "Plan: " + (plan_.imported > 0 ? std::to_string(plan_.imported) + " to import, " : "") +
            std::to_string(plan_.counts.add) + " to add, " + std::to_string(plan_.counts.change) +
            " to change, " + std::to_string(plan_.counts.destroy) + " to destroy.\n";
  }

  const Plan& plan_;
  Colour colour_;
  std::string out_;
};

}  // namespace

std::string plan_text(const Plan& plan, Colour colour) { return PlanPrinter(plan, colour).print(); }

std::string drift_text(const Plan& plan, Colour colour) {
  PlanPrinter printer(plan, colour);
  printer.drift();
  printer.not_checked();
  return printer.take();
}

std::string object_text(const std::string& address, const Value& stored) {
  Arena arena;
  const Value value = with_echoes_marked(arena, stored);
  std::string out = "# " + address + ":\n";
  const ObjectShape& shape = value.type().shape();
  for (std::uint32_t i = 0; i < shape.size(); ++i) {
    if (value.elements()[i].is_null()) continue;
    out += std::string(shape.names[i].view()) + " = " + print_console(value.elements()[i]) + "\n";
  }
  return out;
}

}  // namespace tenon
