// A user-defined stage in a pipeline with quarantine, drops and a report. It runs on a few lines that it writes itself: no arguments, no network.
using CustomStage;
using DataCuration;

string folder = args is [var chosen] ? chosen : "customstage-out";
return await ConsoleProgram.RunAsync(async cancellationToken =>
{
    Directory.CreateDirectory(folder);
    string input = Path.Combine(folder, "input.jsonl");
    await File.WriteAllTextAsync(input, """
        {"id": "story", "text": "It was raining.\nShe took the train anyway.", "year": 1931}
        {"id": "menu", "text": "Home\nProducts\nAbout us\nContact", "year": 2024}
        {"id": "mixed", "text": "Read on!\nShare this page\nIt is worth it.", "year": 2020}
        {"id": "broken", "text": "this line of JSON never ends
        """.ReplaceLineEndings("\n") + "\n", cancellationToken);

    using var run = new CurationRun(new RunOptions
    {
        WorkDirectory = folder,
        WhenChanged = WhenChanged.Remake,
        Faults = FaultPolicy.Quarantine(maxRatio: 0.5),
    });

    Corpus sentences = await Corpus.FromJsonl(input)
        .Pipe(new TerminalPunctuationFilter { MinRatio = 0.6 })
        .Where(document => document.Text.Length > 10)
        .DropsTo("dropped")
        .WriteJsonlAsync("sentences", run, cancellationToken: cancellationToken);

    await foreach (Document document in sentences.AsAsyncEnumerable(run, cancellationToken))
        Console.WriteLine($"{document.Id}: {document.Get(TerminalPunctuationFilter.Ratio):F2}");
    Console.WriteLine();
    Console.Write(run.Reports[^1]);
    Console.WriteLine($"Dropped documents, with their reasons: {Path.Combine(folder, "sentences", "dropped")}");
    Console.WriteLine($"Quarantined records: {Path.Combine(folder, "sentences", ".curation", "quarantine")}");
});
