using System.CommandLine;
using DataCuration.Extraction;
using DataCuration.MainContentTraining;

var data = new Option<DirectoryInfo>(
    "--data")
{ Description = "The folder with the collections aeb, wcxb and trafilatura. Each has html/ID.html.gz and gold.json.gz.", Required = true };
var output = new Option<DirectoryInfo?>(
    "--out")
{ Description = "The output folder for trees trained on all pages. Without it, trees are trained for evaluation only." };
var predictions = new Option<FileInfo?>("--predictions") { Description = "The output file for the texts of held-out pages, as JSON of id and text." };
var worst = new Option<int>("--worst") { Description = "The number of worst held-out pages to show, with their largest errors.", DefaultValueFactory = _ => 0 };
var lastCheck = new Option<bool>("--last-check")
{
    Description = "Also evaluates the final test set, a fifth of the sites, with trees trained on the others, and writes its texts. Without "
        + "it those sites are not evaluated."
};
var all = new Option<bool>("--all") { Description = "Cross-validates over all sites, including the final test set." };
var foldTrees = new Option<DirectoryInfo?>("--fold-trees")
{
    Description = "A folder for the trees of each fold. If it has them, they are read instead of trained, to try rules that do not change the features."
};
var folds = new Option<int[]>("--folds")
{
    Description = "The folds to evaluate, 0 to 4. Default: all.",
    DefaultValueFactory = _ => [0, 1, 2, 3, 4],
    AllowMultipleArgumentsPerToken = true
};
var command = new RootCommand("Trains the models of main content and page types. Evaluates them on held-out pages: by five-fold cross-validation over four "
    + "fifths of the sites, and on the last fifth.")
{
    data, output, predictions, worst, lastCheck, all, folds, foldTrees,
};
command.SetAction(parsed =>
{
    string folder = parsed.GetValue(data)!.FullName;
    TrainingPage[] pages = [.. TrainingPage.Load(folder, "aeb"), .. TrainingPage.Load(folder, "wcxb"), .. TrainingPage.Load(folder, "trafilatura")];
    TrainingPage[] known = parsed.GetValue(all) ? pages : [.. pages.Where(page => !CrossValidation.IsKeptBack(page.Host))];
    Console.WriteLine($"{pages.Length} pages, {pages.Sum(page => page.Rows.Length)} blocks, {pages.Sum(page => page.Labels.Count(label => label > 0.5f))} of "
        + $"them main content; {known.Length} pages for cross-validation");
    Report.Print("best possible", known, page => page.Select(page.Labels, 0.5f));
    var training = new CrossValidation(known);
    known = training.Run(parsed.GetValue(folds)!, parsed.GetValue(foldTrees)?.FullName);
    Report.PrintKinds("cross-validation", [.. known.Where(page => page.Segments is null)]);
    foreach (float beta in (float[])[1, 0.7f, 0.5f]) Report.PrintFirst("first model", known, beta);
    foreach (float beta in (float[])[1, 0.7f, 0.5f]) Report.PrintExpected("cross-validation", known, beta);
    Report.PrintTexts("cross-validation, extractor", known);
    var evaluated = new List<TrainingPage>(known);
    if (parsed.GetValue(lastCheck))
    {
        TrainingPage[] kept = [.. pages.Where(page => CrossValidation.IsKeptBack(page.Host))];
        CrossValidation.Train([.. pages.Except(kept)], kept);
        Report.PrintKinds("kept back", [.. kept.Where(page => page.Segments is null)]);
        Report.PrintTexts("kept back, extractor", kept);
        evaluated.AddRange(kept);
    }
    foreach (string set in (string[])["aeb", "wcxb"]) Report.PrintWorst(evaluated, set, parsed.GetValue(worst));
    if (parsed.GetValue(predictions) is { } file)
    {
        using FileStream stream = File.Create(file.FullName);
        System.Text.Json.JsonSerializer.Serialize(stream, evaluated.ToDictionary(page => page.Id, page => page.Text));
    }
    if (parsed.GetValue(output) is not { } trees) return;
    _ = new CrossValidation(pages);
    ExtractionTrees grown = CrossValidation.Train(pages, pages);
    Report.PrintTexts("has seen these pages", pages);
    TreeFolder.Write(trees.FullName, grown);
});
return command.Parse(args).Invoke();
