using System.CommandLine;
using DataCuration.MainContentTraining;

var data = new Option<DirectoryInfo>("--data") { Description = "A folder with the collections aeb and wcxb; in each html/ID.html.gz and gold.json.gz.", Required = true };
var output = new Option<DirectoryInfo?>("--out") { Description = "Where the trees grown on all pages go. Without it they are grown for judging only." };
var predictions = new Option<FileInfo?>("--predictions") { Description = "Where the texts of held-out pages go, as JSON of id and text." };
var worst = new Option<int>("--worst") { Description = "How many of the worst held-out pages to show, with their largest mistakes.", DefaultValueFactory = _ => 0 };
var command = new RootCommand("Grows the trees that judge main content and kinds of pages, and says how well they do on pages that they were not grown on (five-fold cross-validation).") { data, output, predictions, worst };
command.SetAction(parsed =>
{
    string folder = parsed.GetValue(data)!.FullName;
    List<TrainingPage> pages = [.. TrainingPage.Load(folder, "aeb"), .. TrainingPage.Load(folder, "wcxb")];
    Console.WriteLine($"{pages.Count} pages, {pages.Sum(page => page.Rows.Length)} blocks, {pages.Sum(page => page.Labels.Count(label => label > 0.5f))} of them main content");
    var training = new CrossValidation(pages);
    training.Report("all blocks", page => [.. page.Labels.Select(_ => 1f)], [0.5f]);
    training.Report("best possible", page => page.Labels, [0.5f]);
    training.Run();
    if (parsed.GetValue(predictions) is { } file) training.WritePredictions(file.FullName);
    foreach (string set in (string[])["aeb", "wcxb"]) training.Worst(set, parsed.GetValue(worst));
    if (parsed.GetValue(output) is { } trees) training.Save(trees.FullName);
});
return command.Parse(args).Invoke();
