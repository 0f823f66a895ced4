using System.Text.Json;
using DataCuration.Filters;
using DataCuration.TestKit;

namespace DataCuration.PeerVectors;

/// <summary>
/// Judges sampler, unigram, bad words and regular expressions. The reference samples with one NumPy generator, in the order of the documents; the judge draws
/// the same numbers and compares the rule's decision for each.
/// </summary>
public sealed class SmallFiltersJudge(WordSplitter english) : VectorJudge("datatrove_small_filters")
{
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        foreach (JsonElement one in root.GetProperty("sampler").EnumerateArray()) JudgeSampler(one, tally);
        JudgeUnigram(root.GetProperty("unigram"), folder, tally);
        JudgeBadWords(root.GetProperty("bad_words"), tally);
        foreach (JsonElement one in root.GetProperty("regex").EnumerateArray())
        {
            // Python's \Z is .NET's \z.
            using var calls = new StageCalls(new RegexFilter(one.GetProperty("pattern").GetString()!.Replace(@"\Z", @"\z", StringComparison.Ordinal)));
            foreach (JsonProperty document in one.GetProperty("keep").EnumerateObject())
                tally.Equal($"regex {one.GetProperty("pattern")}, {document.Name}", document.Value.GetBoolean(),
                    !calls.Apply(folder.Documents[document.Name]).IsDrop);
        }
    }

    private static void JudgeSampler(JsonElement expected, VectorTally tally)
    {
        double rate = expected.GetProperty("rate").GetDouble();
        uint seed = expected.GetProperty("seed").GetUInt32();
        var random = new NumPyRandom(seed);
        JsonElement uniform = expected.GetProperty("uniform");
        int i = 0;
        foreach (JsonElement keep in expected.GetProperty("keep").EnumerateArray())
        {
            double number = random.Next();
            if (i < uniform.GetArrayLength()) tally.Near($"NumPy, seed {seed}, number {i}", uniform[i].GetDouble(), number);
            tally.Equal($"sampler, seed {seed}, rate {rate}, document {i++}", keep.GetBoolean(), SamplerFilter.Keeps(number, rate));
        }
    }

    private void JudgeUnigram(JsonElement unigram, VectorFolder folder, VectorTally tally)
    {
        var table = new UnigramTable(unigram.GetProperty("table").EnumerateArray().Select(row => KeyValuePair.Create(row[0].GetString()!, row[1].GetInt64())));
        foreach (JsonProperty variant in unigram.GetProperty("cases").EnumerateObject())
        {
            string[] parts = variant.Name.Split('_');
            WordSplitter splitter = parts[0] == "whitespace" ? WordSplitter.WhiteSpace : english;
            var filter = new UnigramLogProbFilter(table) { MinLogProbability = double.Parse(parts[1]), Splitter = splitter, Annotates = true };
            using var calls = new StageCalls(filter);
            foreach (JsonProperty document in variant.Value.EnumerateObject())
            {
                StageResult result = calls.Apply(folder.Documents[document.Name]);
                Document annotated = result.DroppedDocument ?? result.Document!;
                tally.Near($"unigram {variant.Name}, {document.Name}", document.Value[0].GetDouble(),
                    annotated.Get(new AnnotationKey<double>("unigram_log_prob.log_prob")));
                tally.Equal($"unigram {variant.Name}, {document.Name} kept", document.Value[1].GetBoolean(), !result.IsDrop);
            }
        }
    }

    private static void JudgeBadWords(JsonElement badWords, VectorTally tally)
    {
        Dictionary<string, IReadOnlyList<string>> lists = badWords.GetProperty("lists").EnumerateObject().ToDictionary(list => list.Name,
            IReadOnlyList<string> (list) => [.. list.Value.EnumerateArray().Select(word => word.GetString()!)], StringComparer.Ordinal);
        JsonElement[] documents = [.. badWords.GetProperty("documents").EnumerateArray()];
        foreach (JsonElement run in badWords.GetProperty("runs").EnumerateArray())
        {
            bool fails = run.GetProperty("fail_on_missing_language").GetBoolean();
            using var calls = new StageCalls(new C4BadWordsFilter(new BadWordLists(lists)) { FailsOnMissingLanguage = fails });
            JsonElement results = run.GetProperty("result");
            for (int i = 0; i < documents.Length; i++)
            {
                var document = new Document("d", documents[i][0].GetString()!);
                if (documents[i][1].ValueKind == JsonValueKind.String) document = document.With(LanguageTagger.Language, documents[i][1].GetString()!);
                string name = $"bad words, document {i}";
                if (results[i].ValueKind == JsonValueKind.Object)
                {
                    // The reference throws because there is no list, and so does the filter.
                    tally.Equal(name, true, Throws(calls, document));
                    continue;
                }
                tally.Equal(name, results[i].ValueKind == JsonValueKind.True ? null : results[i].GetString(), calls.Apply(document).Reason);
            }
        }
        if (!badWords.TryGetProperty("keep_fraction", out JsonElement kept)) return;
        foreach (JsonElement one in kept.ValueKind == JsonValueKind.Array ? [.. kept.EnumerateArray()] : new[] { kept })
        {
            var random = new NumPyRandom(one.GetProperty("seed").GetUInt32());
            double share = one.GetProperty("fraction").GetDouble();
            foreach (JsonElement keep in one.GetProperty("keep").EnumerateArray())
                tally.Equal("bad words, kept share", keep.GetBoolean(), SamplerFilter.Keeps(random.Next(), share));
        }
    }

    private static bool Throws(StageCalls calls, Document document)
    {
        try
        {
            calls.Apply(document);
            return false;
        }
        catch (InvalidDataException)
        {
            return true;
        }
    }
}
