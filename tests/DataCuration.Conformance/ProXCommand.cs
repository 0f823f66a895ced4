using System.CommandLine;
using System.Text.Json;

namespace DataCuration.Conformance;

/// <summary>The verb <c>prox</c>.</summary>
internal static class ProXCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder")
        {
            Description = "A folder of vectors: chunk_exec.json, doc_exec.json, chunking.json, merge.json, pipeline.json; missing files are not checked."
        };
        var tokenizer = new Option<FileInfo?>("--llama2-tokenizer")
        {
            Description = "The SentencePiece model of Llama 2 (tokenizer.model), for the cases that count its tokens. Without it, they are skipped; "
                + "so they are for a tokenizer.json, which cannot be read yet."
        };
        var command = new Command("prox", "Checks ProX in compat mode against vectors of the reference (GAIR-NLP/ProX). Prints a line per failed case, the "
            + "number of skipped cases if there are any, then 'N passed, N failed'; exits with 0 only if none failed.") { folder, tokenizer };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            DirectoryInfo given = parsed.GetValue(folder)!;
            if (!given.Exists)
            {
                await Console.Error.WriteLineAsync($"There is no folder '{given.FullName}'.").ConfigureAwait(false);
                return 2;
            }
            var report = new JudgeReport(Console.Out);
            int skipped = Judge(given.FullName, parsed.GetValue(tokenizer)?.FullName, report, cancellationToken);
            if (skipped > 0) report.Note($"{skipped} skipped: they count tokens of Llama 2; give its tokenizer.model with --llama2-tokenizer");
            report.Finish();
            return report.Failed == 0 && report.Passed > 0 ? 0 : 1;
        });
        return command;
    }

    /// <summary>Checks all files of a folder.</summary>
    /// <returns>The number of skipped cases.</returns>
    public static int Judge(string folder, string? tokenizer, JudgeReport report, CancellationToken cancellationToken)
    {
        var judge = new ProXJudge(tokenizer);
        (string File, Action<JsonElement, CaseJudge> Check)[] files =
        [
            ("chunk_exec.json", ProXJudge.ChunkProgram),
            ("doc_exec.json", ProXJudge.DocumentProgram),
            ("chunking.json", judge.Chunking),
            ("merge.json", ProXJudge.Merging),
            ("pipeline.json", judge.Pipeline),
        ];
        int skipped = 0;
        foreach ((string file, Action<JsonElement, CaseJudge> check) in files)
        {
            string path = Path.Combine(folder, file);
            if (!File.Exists(path)) continue;
            foreach (JsonElement vector in VectorReading.Load(path).GetProperty("vectors").EnumerateArray())
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (judge.IsSkipped(vector)) skipped++;
                else report.Case(file, vector.Text("name"), checks => check(vector, checks));
            }
        }
        return skipped;
    }
}
