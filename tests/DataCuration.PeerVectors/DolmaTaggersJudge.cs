using System.Text.Json;
using DataCuration.Filters;
using DataCuration.TestKit;

namespace DataCuration.PeerVectors;

/// <summary>Dolma's Gopher, C4, length and punctuation taggers.</summary>
internal sealed class DolmaTaggersJudge() : VectorJudge("dolma_taggers")
{
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        TermList naughty = TermList.Of([.. FilterRun.Texts(root, "naughty_words"), .. FilterRun.Texts(root, "naughty_phrases")]);
        Dictionary<string, StageCalls> calls = new(StringComparer.Ordinal)
        {
            ["gopher_v1"] = new(new DolmaGopherTagger()),
            ["gopher_v2"] = new(new DolmaGopherTagger { IsVersion2 = true }),
            ["c4_v1"] = new(new DolmaC4Tagger { Naughty = naughty }),
            ["c4_v2"] = new(new DolmaC4Tagger { Naughty = naughty, IsVersion2 = true }),
            ["char_length_with_paragraphs_v1"] = new(new DolmaLengthTagger(DolmaLengthKind.Characters)),
            ["whitespace_tokenizer_v1"] = new(new DolmaLengthTagger(DolmaLengthKind.Tokens)),
            ["whitespace_tokenizer_with_paragraphs_v1"] = new(new DolmaLengthTagger(DolmaLengthKind.ParagraphTokens)),
            ["uniseg_length_v1"] = new(new DolmaLengthTagger(DolmaLengthKind.Words)),
            ["uniseg_length_paragraphs_v1"] = new(new DolmaLengthTagger(DolmaLengthKind.ParagraphWords)),
            ["not_alphanum_paragraph_v1"] = new(new DolmaPunctuationTagger()),
            ["bytes_length_v1"] = new(new DolmaLengthTagger(DolmaLengthKind.Bytes)),
        };
        foreach (JsonProperty document in root.GetProperty("cases").EnumerateObject())
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (JsonProperty tagger in document.Value.EnumerateObject())
            {
                if (!calls.TryGetValue(tagger.Name, out StageCalls? call)) tally.Fail(tagger.Name, "there is no such tagger");
                else
                    DolmaAttributes.Compare($"{document.Name} {tagger.Name}", tagger.Name, tagger.Value,
                        call.Apply(folder.Documents[document.Name]).Document!, tally);
            }
        }
        foreach (StageCalls call in calls.Values) call.Dispose();
    }
}
