using System.Text.Json;
using DataCuration.Conformance;
using DataCuration.TestKit;

namespace DataCuration.LanguageModels.Tests;

/// <summary>Vectors made by running the reference (GAIR-NLP/ProX at b3fcbb2), in compat mode; and made-up programs.</summary>
public sealed class ProXVectorTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Vectors", "prox");

    [Theory]
    [InlineData("chunk_exec.json", 132)]
    [InlineData("doc_exec.json", 10)]
    [InlineData("chunking.json", 11)]
    [InlineData("merge.json", 3)]
    [InlineData("pipeline.json", 5)]
    public void Compat_Vectors_AreReproduced(string file, int count)
    {
        var judge = new ProXJudge(tokenizer: null);
        Action<JsonElement, CaseJudge> check = file switch
        {
            "chunk_exec.json" => ProXJudge.ChunkProgram,
            "doc_exec.json" => ProXJudge.DocumentProgram,
            "chunking.json" => judge.Chunking,
            "merge.json" => ProXJudge.Merging,
            _ => judge.Pipeline,
        };
        int seen = 0;
        foreach (JsonElement vector in VectorReading.Load(Path.Combine(Folder, file)).GetProperty("vectors").EnumerateArray())
        {
            seen++;
            if (judge.IsSkipped(vector)) continue;
            var checks = new CaseJudge();
            check(vector, checks);
            Assert.True(checks.FirstFailure is null, $"{vector.Text("name")}: {checks.FirstFailure}");
        }
        Assert.Equal(count, seen);
    }

    [Fact]
    public void Execute_10000MadeUpPrograms_KeepAllLaws()
    {
        // One in a hundred of those that "fuzz-prox --count 1000000" checks.
        ProXPrograms programs = ProXFuzzChecks.Load(Folder);
        int edited = 0, invalid = 0;
        var executor = new ProXExecutor();
        for (ulong seed = 1; seed <= 10_000; seed++)
        {
            (string text, string program) = programs.Make(seed);
            string? fault = ProXFuzzChecks.FirstFault(text, program);
            Assert.True(fault is null, $"seed {seed}: {fault}; program: {ProXProgram.Escape(program)}");
            ProXResult result = executor.Execute(text, program);
            if (result.Outcome == ProXOutcome.Edited) edited++;
            if (result.Reason == ProXReason.InvalidProgram) invalid++;
        }
        Assert.True(edited > 500 && invalid > 500, $"{edited} edits and {invalid} invalid programs: the programs are too tame or too wild.");
    }
}
