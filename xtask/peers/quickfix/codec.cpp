// QuickFIX C++: reading, validating and writing the messages that ours reads, validates and writes.
//
// Each case does what makes QuickFIX fastest: one FIX::Message and one string are used again and again, nothing frames the
// bytes first (ours does), and fields are set from text.
#include "../batches.h"

#include <quickfix/DataDictionary.h>
#include <quickfix/Message.h>
#include <memory>

namespace {

struct Bench {
  std::string bytes;
  std::vector<batches::Field> fields;
  std::shared_ptr<FIX::DataDictionary> dictionary;
  FIX::Message message;
  std::string written;

  // Its checks: the order of the first fields, BodyLength(9), CheckSum(10).
  void decode() { message.setString(bytes, true); }

  // As a session does: groups by the dictionary, then every check of it.
  void validate() {
    message.setString(bytes, true, dictionary.get(), dictionary.get());
    dictionary->validate(message);
  }

  void encode() {
    FIX::Message built;
    built.getHeader().setField(FIX::StringField(8, "FIX.4.4"));
    for (const batches::Field &field : fields) {
      if (FIX::Message::isHeaderField(field.tag))
        built.getHeader().setField(FIX::StringField(field.tag, field.value));
      else
        built.setField(FIX::StringField(field.tag, field.value));
    }
    built.toString(written);
  }

  // Only the bytes of a message that is built already.
  void write() { message.toString(written); }
};

batches::Case repeat(std::shared_ptr<Bench> bench, void (Bench::*work)()) {
  return {[=](long count) {
            for (long i = 0; i < count; ++i) {
              ((*bench).*work)();
              batches::keep(*bench);
            }
          },
          [=] {
            ((*bench).*work)();
            return work == &Bench::encode || work == &Bench::write ? bench->written : bench->message.toString();
          }};
}

} // namespace

// codec FOLDER DICTIONARY
int main(int, char **arguments) {
  auto dictionary = std::make_shared<FIX::DataDictionary>(arguments[2]);
  std::map<std::string, batches::Case> cases;
  for (std::string name : {"new-order-single", "execution-report"}) {
    auto bench = std::make_shared<Bench>();
    bench->bytes = batches::read(arguments[1] + ("/" + name + ".txt"));
    bench->fields = batches::fields(bench->bytes);
    bench->dictionary = dictionary;
    bench->decode();
    cases["decode " + name] = repeat(bench, &Bench::decode);
    cases["validate " + name] = repeat(bench, &Bench::validate);
    cases["encode " + name] = repeat(bench, &Bench::encode);
    cases["write " + name] = repeat(bench, &Bench::write);
  }
  return batches::serve(cases);
}
