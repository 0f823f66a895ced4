using DataCuration.DocumentationCheck;
using Microsoft.CodeAnalysis;

// The parts of eng/consumer-check.sh that read the documentation.
//
// "packages ROOT" prints the packages that the pages add, one line of NAME VERSION for each.
//
// "compile ROOT ASSETS" compiles every C# block of the pages with the packages that its page adds. It also compiles the examples in the XML documentation.
//
// "apps PAGE FOLDER" writes every program of a page whose output the page shows to FOLDER/N/app.cs, with the packages of the page. The page's settings in
// JSON become appsettings.json, and the output becomes FOLDER/N/expected.
switch (args)
{
    case ["packages", string root]:
        foreach (PackageLine package in Blocks(root).SelectMany(block => block.Packages).Distinct().OrderBy(package => package.Name, StringComparer.Ordinal))
            Console.WriteLine($"{package.Name} {package.Version}");
        return 0;
    case ["compile", string root, string assets]:
        return Compile(root, new RestoredPackages(assets));
    case ["apps", string page, string folder]:
        return WriteApps(page, folder);
    default:
        Console.Error.WriteLine("Usage: packages ROOT | compile ROOT ASSETS | apps PAGE FOLDER");
        return 2;
}

static int Compile(string root, RestoredPackages packages)
{
    CodeBlock[] blocks = Blocks(root);
    PackageLine[] own = [.. blocks.SelectMany(block => block.Packages).Distinct()
        .Where(package => Directory.Exists(Path.Combine(root, "src", package.Name)))];
    CodeBlock[] examples = [.. own.SelectMany(package =>
        XmlExamples.Find(Path.Combine(packages.FolderOf(package.Name), "lib", "net10.0", package.Name + ".xml"), package))];
    string[] problems = [.. blocks.Concat(examples).SelectMany(block => BlockCompiler.Compile(block, packages.References(block.Packages)))];
    foreach (string problem in problems) Console.WriteLine(problem);
    Console.WriteLine($"{blocks.Length} blocks of pages and {examples.Length} examples of {own.Length} packages, {problems.Length} problems");
    return problems.Length == 0 && blocks.Length > 0 && examples.Length > 0 ? 0 : 1;
}

static int WriteApps(string page, string folder)
{
    string text = File.ReadAllText(page);
    CodeBlock[] programs = [.. CodeBlock.Find(Path.GetFileName(page), text).Where(block => block.Output.Length > 0)];
    for (int i = 0; i < programs.Length; i++)
    {
        string own = Directory.CreateDirectory(Path.Combine(folder, $"{i + 1}")).FullName;
        CodeBlock program = programs[i];
        string directives = program.IsApp ? ""
            : string.Concat(program.Packages.Select(package => $"#:package {package.Name}@{package.Version}\n")) + "#:property PublishAot=false\n";
        File.WriteAllText(Path.Combine(own, "app.cs"), directives + program.Code);
        File.WriteAllText(Path.Combine(own, "expected"), program.Output);
        if (CodeBlock.FindSettings(text) is { } settings) File.WriteAllText(Path.Combine(own, "appsettings.json"), settings);
    }
    Console.WriteLine($"{programs.Length} programs with output");
    return programs.Length > 0 ? 0 : 1;
}

static CodeBlock[] Blocks(string root) =>
    [.. DocumentationPages.Find(root).SelectMany(page => CodeBlock.Find(Path.GetRelativePath(root, page).Replace('\\', '/'), File.ReadAllText(page)))];
