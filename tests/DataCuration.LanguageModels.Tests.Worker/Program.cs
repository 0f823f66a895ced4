// The process that the kill tests kill. It rates documents of a file with a chat server and a ledger, and writes them to a folder.
// Arguments: address, input file, ledger folder, work folder, concurrency.
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using DataCuration;
using DataCuration.LanguageModels;
using Microsoft.Extensions.AI;
using OpenAI;

var client = new OpenAIClient(new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = new Uri(args[0]), RetryPolicy = new ClientRetryPolicy(0) });
using var endpoint = new LanguageModelEndpoint(client.GetChatClient("loopback").AsIChatClient(),
    new EndpointOptions { MaxConcurrency = int.Parse(args[4], CultureInfo.InvariantCulture) });
using CallLedger ledger = CallLedger.Open(args[2]);
var calls = new LanguageModelCalls(endpoint, ledger);
using var run = new CurationRun(new RunOptions { WorkDirectory = args[3], MaxParallelShards = 2 });
await Corpus.FromJsonl(args[1]).Pipe(new DataManRater(calls)).WriteJsonlAsync("rated", run).ConfigureAwait(false);
Console.WriteLine("done " + calls.Report().Lines.Sum(line => line.Requests).ToString(CultureInfo.InvariantCulture));
