using System.CommandLine;
using System.Text.Json;
using DataCuration.Tokenization;
using DataCuration.Training;

namespace DataCuration.Experiments.Pretrain;

/// <summary>The <c>pretrain against-ngrams</c> command: a small decoder against a Kneser-Ney model on the same tokens.</summary>
internal static class AgainstNGramsCommand
{
    public static Command Create()
    {
        var corpus = new Option<string[]>("--corpus")
        {
            Description = "JSONL files (patterns).",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var tokenizer = new Option<FileInfo>("--tokenizer")
        {
            Description = "A tokenizer.json, such as one with 4,096 tokens trained on the corpus.",
            Required = true,
        };
        var end = new Option<string?>("--end") { Description = "The token that ends documents, if the file's own cannot be found." };
        var minutes = new Option<double>("--minutes") { Description = "The processor minutes of the decoder's training.", DefaultValueFactory = _ => 60 };
        var order = new Option<int>("--order") { Description = "The order of the n-gram model.", DefaultValueFactory = _ => 5 };
        var rate = new Option<double>("--learning-rate") { Description = "The peak learning rate.", DefaultValueFactory = _ => 3e-3 };
        var batch = new Option<int>("--batch") { Description = "The rows of a batch.", DefaultValueFactory = _ => 8 };
        var optimizer = new Option<OptimizerKind>("--optimizer") { Description = "AdamW or Muon.", DefaultValueFactory = _ => OptimizerKind.Muon };
        var packing = new Option<RowPacking>("--packing") { Description = "Stream or BestFit.", DefaultValueFactory = _ => RowPacking.Stream };
        var threads = new Option<int>("--threads") { Description = "The threads of the training.", DefaultValueFactory = _ => 0 };
        var heldOut = new Option<int>("--held-out") { Description = "The maximum number of held-out documents.", DefaultValueFactory = _ => 500 };
        var test = new Option<bool>("--test") { Description = "Evaluate on the documents of the result. Without it, on those for tuning." };
        var work = new Option<DirectoryInfo>("--work") { Description = "The folder of all files.", Required = true };
        var command = new Command("against-ngrams", "Trains a decoder of 3 million parameters and a Kneser-Ney model on the same tokens, and prints their bits "
            + "per byte on held-out text by processor minutes, as lines of JSON.")
        {
            corpus, tokenizer, end, minutes, order, rate, batch, optimizer, packing, threads, heldOut, test, work,
        };
        command.SetAction(async (parsed, token) =>
        {
            var encoder = HuggingFaceTokenizer.Load(parsed.GetValue(tokenizer)!.FullName, new() { EndOfDocumentToken = parsed.GetValue(end) });
            var experiment = new AgainstNGramsExperiment(Corpus.FromJsonl([.. parsed.GetValue(corpus)!]), encoder, parsed.GetValue(work)!.FullName)
            {
                Order = parsed.GetValue(order),
                Minutes = parsed.GetValue(minutes),
                IsTest = parsed.GetValue(test),
                MaxHeldOut = parsed.GetValue(heldOut),
                Options = new()
                {
                    BatchRows = parsed.GetValue(batch),
                    PeakLearningRate = parsed.GetValue(rate),
                    Optimizer = parsed.GetValue(optimizer),
                    Packing = parsed.GetValue(packing),
                    SeparateDocuments = true,
                    Threads = parsed.GetValue(threads),
                    Device = TrainingDevice.Cpu,
                    Seed = 1,
                },
            };
            await experiment.RunAsync(line => Console.WriteLine(JsonSerializer.Serialize(line)), token).ConfigureAwait(false);
        });
        return command;
    }
}
