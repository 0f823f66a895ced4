using System.Text;
using System.Text.Json;
using DataCuration.LanguageModels;
using DataCuration.TestKit;
using DataCuration.Tokenization;

namespace DataCuration.Conformance;

/// <summary>Checks vectors of the ProX reference in compat mode. The fields are documented in docs/prox.md.</summary>
/// <param name="tokenizer">
/// The path of Llama 2's SentencePiece model (<c>tokenizer.model</c>); null to skip its cases. They are also skipped for a file of another form, such as
/// <c>tokenizer.json</c>, which cannot be read yet.
/// </param>
public sealed class ProXJudge(string? tokenizer)
{
    private const string Llama2 = "llama2-sp";

    private readonly ProXLineCounter? llama2 =
        Path.GetExtension(tokenizer) != ".model" ? null : ProXLineCounter.FromEncoderExactly(TokenizerEncoder.FromSentencePieceFile(tokenizer!));

    /// <summary>True for a case that needs a tokenizer that was not given.</summary>
    /// <param name="vector">The case.</param>
    public bool IsSkipped(JsonElement vector) => llama2 is null && vector.Has("counter", out JsonElement counter) && counter.GetString() == Llama2;

    /// <summary>Checks a chunk program: the outcome, and the calls, lines and errors before the rules for accepting the result.</summary>
    /// <param name="vector">The case.</param>
    /// <param name="checks">Receives failures.</param>
    public static void ChunkProgram(JsonElement vector, CaseJudge checks)
    {
        ArgumentNullException.ThrowIfNull(checks);
        string text = vector.Text("text"), program = vector.Text("program");
        JsonElement given = vector.GetProperty("params"), expected = vector.GetProperty("expected");
        var options = new ProXOptions
        {
            Mode = ProXMode.Compat,
            MinKeptShare = given.GetProperty("threshold_1").GetDouble(),
            DropShare = given.GetProperty("threshold_2").GetDouble(),
            ErrorLimit = given.GetProperty("error_op").GetInt32(),
        };
        ProXResult result = new ProXExecutor(options).Execute(text, program);
        if (expected.Has("exception", out _))
        {
            // The reference raises an exception for a text without words; nothing that can be reproduced.
            checks.Equal("reason", ProXReason.NoWords, result.Reason);
            checks.Equal("text", "", result.Text);
        }
        else
        {
            checks.Equal("outcome", expected.Text("outcome"), result.Outcome.ToString().ToLowerInvariant());
            checks.Equal("output", expected.Text("output"), result.Text);
        }
        if (vector.Has("expected_ops", out JsonElement operations)) Operations(text, program, operations, result, checks);
    }

    /// <summary>Checks a document program.</summary>
    /// <param name="vector">The case.</param>
    /// <param name="checks">Receives failures.</param>
    public static void DocumentProgram(JsonElement vector, CaseJudge checks)
    {
        ArgumentNullException.ThrowIfNull(checks);
        bool isDropped = ProXDocumentProgram.Parse(vector.Text("program"), ProXMode.Compat) == ProXDocumentDecision.Drop;
        string output = isDropped ? "" : vector.Text("text");
        JsonElement expected = vector.GetProperty("expected");
        checks.Equal("output", expected.Text("output"), output);
        checks.Equal("outcome", expected.Text("outcome"), output.Length == 0 ? "dropped" : "unchanged");
    }

    /// <summary>Checks the chunks of a text.</summary>
    /// <param name="vector">The case.</param>
    /// <param name="checks">Receives failures.</param>
    public void Chunking(JsonElement vector, CaseJudge checks)
    {
        ArgumentNullException.ThrowIfNull(checks);
        IReadOnlyList<ProXChunk> chunks = Chunks(vector, vector.Text("text"));
        JsonElement expected = vector.GetProperty("expected");
        checks.Same("chunks", expected.GetProperty("chunks").Strings(), [.. chunks.Select(chunk => chunk.FormatLines())]);
        string[] messages = expected.GetProperty("user_messages").Strings();
        checks.Same("user_messages", messages, [.. chunks.Take(messages.Length).Select(chunk => chunk.FormatPrompt())]);
    }

    /// <summary>Checks the joining of the answers for several documents.</summary>
    /// <param name="vector">The case.</param>
    /// <param name="checks">Receives failures.</param>
    public static void Merging(JsonElement vector, CaseJudge checks)
    {
        ArgumentNullException.ThrowIfNull(checks);
        IEnumerable<string> answers = vector.GetProperty("chunk_list").Strings();
        List<string> merged = [];
        foreach (long length in vector.GetProperty("chunk_lengths").Integers())
        {
            merged.Add(ProXProgram.Join(answers.Take((int)length)));
            answers = answers.Skip((int)length);
        }
        checks.Same("merged", vector.GetProperty("expected").GetProperty("merged").Strings(), merged);
    }

    /// <summary>Checks both stages on a document.</summary>
    /// <param name="vector">The case.</param>
    /// <param name="checks">Receives failures.</param>
    public void Pipeline(JsonElement vector, CaseJudge checks)
    {
        ArgumentNullException.ThrowIfNull(checks);
        JsonElement expected = vector.GetProperty("expected");
        bool isDropped = vector.Has("doc_output", out JsonElement answer)
            && ProXDocumentProgram.Parse(answer.GetString()!, ProXMode.Compat) == ProXDocumentDecision.Drop;
        string text = isDropped ? "" : vector.Text("text");
        IReadOnlyList<ProXChunk> chunks = text.Length == 0 ? [] : Chunks(vector, text);
        checks.Same("chunks", expected.GetProperty("chunks").Strings(), [.. chunks.Select(chunk => chunk.FormatLines())]);
        string[] outputs = vector.GetProperty("chunk_outputs").Strings();
        checks.Equal("program", expected.Text("program"), ProXProgram.Join(outputs));
        ProXResult? result = text.Length == 0 ? null : new ProXExecutor(new ProXOptions { Mode = ProXMode.Compat }).Execute(Encoding.UTF8.GetBytes(text),
            [.. chunks.Zip(outputs, (chunk, output) => chunk.WithProgram(output))]);
        checks.Equal("output", expected.Text("output"), result?.Text ?? "");
        // Here the vectors compare texts, so a program that was ignored is no case of its own.
        ProXOutcome outcome = result?.Outcome ?? ProXOutcome.Dropped;
        checks.Equal("outcome", expected.Text("outcome"), (outcome == ProXOutcome.Reverted ? ProXOutcome.Unchanged : outcome).ToString().ToLowerInvariant());
    }

    private IReadOnlyList<ProXChunk> Chunks(JsonElement vector, string text)
    {
        ProXLineCounter counter = vector.Text("counter") switch
        {
            "words+1" => ProXLineCounter.FromNumberedLines(line => 1 + StraightforwardProX.CountWords(Encoding.UTF8.GetString(line)), "words"),
            "codepoints" => ProXLineCounter.FromNumberedLines(line => Encoding.UTF8.GetString(line).EnumerateRunes().Count(), "codepoints"),
            Llama2 => llama2!,
            string other => throw new FormatException($"unknown counter '{other}'"),
        };
        var chunker = new ProXChunker(counter) { MaxTokens = vector.GetProperty("max_token").GetInt32(), BreaksMarkers = false };
        return chunker.Split(text);
    }

    private static void Operations(string text, string program, JsonElement expected, ProXResult result, CaseJudge checks)
    {
        checks.Equal("num_error_op", expected.Integer("num_error_op"), (long)result.Errors);
        string[][] pairs = [.. expected.GetProperty("normalization_pairs").EnumerateArray().Select(VectorReading.Strings)];
        ProXNormalize[] calls = [.. result.Calls.Select(call => call.Call).OfType<ProXNormalize>()];
        checks.Same("normalization_pairs", [.. pairs.Select(pair => $"{pair[0]} -> {pair[1]}")], [.. calls.Select(call => $"{call.Source} -> {call.Target}")]);
        checks.Equal("noise_line_count", expected.Integer("noise_line_count"), result.RemovedLines.Sum(range => (long)range.Count));
        if (!result.Calls.Any(call => call.Call is ProXRemoveAll))
        {
            // The vectors keep intervals that name no line; those and lines before the first are left out here.
            string[] intervals = [.. expected.GetProperty("remove_operations").EnumerateArray().Select(VectorReading.Integers)
                .Where(pair => pair[1] >= Math.Max(0, pair[0])).Select(pair => new ProXLineRange((int)Math.Max(0, pair[0]), (int)pair[1]).ToString())];
            checks.Same("remove_operations", intervals, [.. result.RemovedLines.Select(range => range.ToString())]);
        }
        // With rules that accept everything, the result is the text after the inner step. Only a text without words is dropped still.
        var accepting = new ProXOptions { Mode = ProXMode.Compat, ErrorLimit = int.MaxValue, ShortDocumentWords = null, DropShare = 1 };
        ProXResult processed = new ProXExecutor(accepting).Execute(text, program);
        if (processed.WordsAfter == 0) return;
        if (expected.Has("processed", out JsonElement whole)) checks.Equal("processed", whole.GetString(), processed.Text);
        checks.Equal("processed_sha256", expected.Text("processed_sha256"), VectorReading.Digest(processed.Utf8Text.ToArray()));
    }
}
