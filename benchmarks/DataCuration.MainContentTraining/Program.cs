using DataCuration.MainContentTraining;

string folder = args[0];
List<TrainingPage> pages = [.. TrainingPage.Load(folder, "aeb"), .. TrainingPage.Load(folder, "wcxb")];
Console.WriteLine($"{pages.Count} pages, {pages.Sum(page => page.Rows.Length)} blocks, {pages.Sum(page => page.Labels.Count(label => label > 0.5f))} of them main content");
var training = new CrossValidation(pages);
training.Report("all blocks", page => [.. page.Labels.Select(_ => 1f)], [0.5f]);
training.Report("best possible", page => page.Labels, [0.5f]);
if (args.Length > 1) training.Save(args[1]);
training.Run();
if (args.Length > 2) training.WritePredictions(args[2]);
training.Worst(page => page.Scores, 0.75f, "aeb", 30);
training.Worst(page => page.Scores, 1, "wcxb", 50);
