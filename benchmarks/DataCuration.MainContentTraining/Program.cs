using DataCuration.MainContentTraining;

string folder = args[0];
string? output = args.Length > 1 ? args[1] : null;
List<TrainingPage> pages = [.. TrainingPage.Load(folder, "aeb"), .. TrainingPage.Load(folder, "wcxb")];
Console.WriteLine($"{pages.Count} pages, {pages.Sum(page => page.Rows.Length)} blocks, {pages.Sum(page => page.Labels.Count(label => label > 0.5f))} of them main content");
var training = new CrossValidation(pages);
training.Report("all blocks", page => [.. page.Labels.Select(_ => 1f)], [0.5f]);
training.Report("best possible", page => page.Labels, [0.5f]);
training.Run();
training.Worst(page => page.Final, 0.8f, "aeb", 30);
training.Worst(page => page.Final, 0.8f, "wcxb", 50);
if (output is not null) training.Save(output);
