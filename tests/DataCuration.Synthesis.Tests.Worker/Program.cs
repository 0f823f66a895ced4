// The process that the kill tests kill. It makes EntiGraph texts of the documents of a folder with a chat server and a ledger, and writes them to a folder.
// Arguments: address, input files, ledger folder, work folder, concurrency, triples.
using System.Globalization;
using DataCuration;
using DataCuration.LanguageModels;
using DataCuration.Synthesis;

using var endpoint = new LanguageModelEndpoint(new Uri(args[0]),
    new EndpointOptions { Model = "loopback", MaxConcurrency = int.Parse(args[4], CultureInfo.InvariantCulture) });
using CallLedger ledger = CallLedger.Open(args[2]);
var calls = new LanguageModelCalls(endpoint, ledger);
using var run = new CurationRun(new RunOptions { WorkDirectory = args[3], MaxParallelShards = 1 });
var stage = new EntiGraphExpander(calls) { Triples = TripleBudget.OfCount(long.Parse(args[5], CultureInfo.InvariantCulture)) };
await Corpus.FromJsonl(args[1]).Pipe(stage, new SyntheticTextFilter()).WriteJsonlAsync("synthetic", run).ConfigureAwait(false);
Console.WriteLine("done " + calls.Report().Lines.Sum(line => line.Requests).ToString(CultureInfo.InvariantCulture));
