#include "providers/aws/client/ini.h"

#include <cctype>

#include "schema/base/text.h"

namespace tenon::aws {

namespace {

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

std::string without_comment(std::string_view value) {
  for (std::size_t i = 1; i < value.size(); ++i) {
    if ((value[i] == '#' || value[i] == ';') && (value[i - 1] == ' ' || value[i - 1] == '\t'))
      return std::string(trim(value.substr(0, i)));
  }
  return std::string(trim(value));
}

}  // namespace

IniFile parse_ini(std::string_view text) {
  IniFile file;
  std::string section;
  std::string outer;  // the key whose nested settings may follow
  for (const std::string& line : split(text, '\n')) {
    const std::string_view content = trim(line);
    if (content.empty() || content[0] == '#' || content[0] == ';') continue;
    if (content[0] == '[') {
      const auto end = content.find(']');
      section = end == std::string_view::npos ? "" : std::string(trim(content.substr(1, end - 1)));
      // "profile   x" and `profile "x"` are the same.
      if (section.rfind("profile", 0) == 0 && section.size() > 7 && section[7] == ' ') {
        std::string_view name = trim(std::string_view(section).substr(7));
        if (name.size() > 1 && name.front() == '"' && name.back() == '"')
          name = name.substr(1, name.size() - 2);
        section = "profile " + std::string(name);
      }
      outer.clear();
      if (!section.empty()) file[section];
      continue;
    }
    const auto equals = content.find('=');
    if (equals == std::string_view::npos || section.empty()) continue;
    const std::string key = lower(trim(content.substr(0, equals)));
    const std::string value = without_comment(content.substr(equals + 1));
    const bool indented = line[0] == ' ' || line[0] == '\t';
    if (indented && !outer.empty()) {
      file[section][outer + "." + key] = value;
    } else {
      file[section][key] = value;
      outer = value.empty() ? key : "";
    }
  }
  return file;
}

}  // namespace tenon::aws
