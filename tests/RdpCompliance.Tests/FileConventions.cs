using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using RdpCompliance.Cli.Disk;
using RdpCompliance.Readers;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests;

/// <summary>What the files of the repository must look like; see <see cref="Conventions"/> for the code that is in them.</summary>
public sealed class FileConventions
{
    private const int MostLines = 400;
    private const int MostLinesOfParsers = 600;

    /// <summary>Every file that Git would track, with its text; files with a zero byte are no text.</summary>
    private static readonly ImmutableArray<(string Name, string Text)> Files = ReadAll();

    private static ImmutableArray<(string Name, string Text)> Product =>
        [.. Files.Where(file => file.Name.StartsWith("src/", StringComparison.Ordinal) && file.Name.EndsWith(".cs", StringComparison.Ordinal))];

    [Fact]
    public void A_file_is_read_in_one_sitting() =>
        Conventions.Holds(
            $"A file has at most {MostLines} lines, one that reads a format (Parser, Reader, Lexer, Loader) {MostLinesOfParsers}. Find the second thing in it and give that a file:",
            Product
                .Select(file => (file.Name, Lines: file.Text.Count(c => c == '\n')))
                .Where(file => file.Lines > (Regex.IsMatch(file.Name, @"(Parser|Reader|Lexer|Loader)[^/]*\.cs$") ? MostLinesOfParsers : MostLines))
                .Select(file => $"{file.Name}: {file.Lines}"));

    [Fact]
    public void A_file_is_named_after_its_type() =>
        Conventions.Holds(
            "A file holds one type, whose name it has (Type.Part.cs for parts). Small satellites may stand beside it: enums, records and structs, and classes whose name begins with its own:",
            Product
                .Where(file => !file.Name.EndsWith("/Program.cs", StringComparison.Ordinal))
                .SelectMany(file =>
                {
                    var name = file.Name.Split('/')[^1].Split('.')[0];
                    var types = Regex
                        .Matches(
                            file.Text,
                            @"^(?:(?:public|internal|static|sealed|abstract|partial|readonly|ref) )*(?<kind>class|interface|record struct|record|struct|enum) (?<name>\w+)",
                            RegexOptions.Multiline)
                        .Select(match => (Kind: match.Groups["kind"].Value, Name: match.Groups["name"].Value))
                        .ToArray();
                    return types.Length == 0 || types.Any(type => type.Name == name)
                        ? types
                            .Where(type => type.Kind is "class" or "interface" && !type.Name.StartsWith(name, StringComparison.Ordinal))
                            .Select(type => $"{file.Name} holds {type.Name}")
                        : [$"{file.Name} holds {string.Join(", ", types.Select(type => type.Name))}"];
                }));

    [Fact]
    public void A_namespace_is_the_folder() => Conventions.Holds(
        "Namespaces follow folders, so that a name says where its file is:",
        Product.Where(file => Regex.Match(file.Text, @"^namespace (?<name>[\w.]+);", RegexOptions.Multiline) is { Success: true } found
                && found.Groups["name"].Value != string.Join('.', file.Name.Split('/')[1..^1]))
            .Select(file => file.Name));

    [Fact]
    public void Nothing_is_left_unfinished() => Conventions.Holds(
        "Finish it or take it out; what is not built is not announced in code:",
        Lines(Product, new(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")));

    [Fact]
    public void Warnings_are_not_switched_off_without_a_reason() => Conventions.Holds(
        "Give the reason behind '//' on the line of the #pragma, or an entry with its reason in src/rules.globalconfig:",
        Lines(Product, new(@"^#pragma warning disable (?!.*//)|SuppressMessage\(")));

    [Fact]
    public void Exceptions_are_not_swallowed() => Conventions.Holds(
        "Catch what you can answer, by its type, and say what happened; only CommandLine catches everything, and what Contained.Holds one input's damage:",
        Lines(
            [.. Product.Where(file => !file.Name.EndsWith("/CommandLine.cs", StringComparison.Ordinal))],
            new(@"catch \(Exception\b(?!.* when \(Contained\.Holds\()|catch$|catch \{")));

    [Fact]
    public void Every_reader_is_tried_with_damaged_files()
    {
        var tests = string.Concat(Files.Where(file => file.Text.Contains("Robustness.Check(", StringComparison.Ordinal)).Select(file => file.Text));
        Conventions.Holds(
            "Input is hostile. Call Robustness.Check with a sample of every form that the reader takes, in a test class below Tests.Readers (.ci/run tries those longer):",
            EvidenceReaders.All.Select(reader => reader.GetType().Name).Where(name => !Regex.IsMatch(tests, $@"\bnew {name}\(\)|{name} Reader\b")));
    }

    [Fact]
    public void No_test_is_switched_off() =>
        Conventions.Holds(
            "A test that cannot run says why by an attribute like OutsideFact or CorpusFact; one that fails is mended:",
            Lines(
                [.. Files.Where(file => file.Name.StartsWith("tests/", StringComparison.Ordinal) && file.Name.EndsWith(".cs", StringComparison.Ordinal))],
                new(@"(Fact|Theory)\(Skip\b")));

    /// <remarks>The hosts are written in two parts, so that this file passes its own test.</remarks>
    [Fact]
    public void No_file_names_a_package_registry_or_this_machine() => Conventions.Holds(
        "Registries are the business of each machine's own configuration, and a path of one machine is nowhere else. Take it out:",
        Lines(Files, new(string.Join('|', new[]
        {
            "nuget" + ".org", "npmjs" + ".(org|com)", "pypi" + ".org", "deb.debian" + ".org", "archive.ubuntu" + ".com", "registry" + ".npmmirror",
            Regex.Escape(Repository.Root + "/"), Regex.Escape(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + "/"),
        }))));

    [Fact]
    public void A_file_ends_with_its_last_line() =>
        Conventions.Holds(
            "End the file with one line end, and lines without spaces:",
            Files
                .Where(file =>
                    Regex.IsMatch(file.Name, @"\.(cs|csproj|props|json|yml|md|sh)$")
                    && !file.Name.StartsWith("tests/corpus/", StringComparison.Ordinal)
                    && !file.Name.Contains(".expected."))
                .Where(file => file.Text.Length > 0 && (!file.Text.EndsWith('\n') || file.Text.EndsWith("\n\n") || Regex.IsMatch(file.Text, "[ \t]\n")))
                .Select(file => file.Name));

    private static IEnumerable<string> Lines(ImmutableArray<(string Name, string Text)> files, Regex wrong) =>
        files.SelectMany(file =>
            file.Text.Split('\n').Index().Where(line => wrong.IsMatch(line.Item)).Select(line => $"{file.Name}:{line.Index + 1}: {line.Item.Trim()}"));

    private static ImmutableArray<(string Name, string Text)> ReadAll()
    {
        using var tree = DiskTree.Open([Repository.Root], new() { WorkingDirectory = Repository.Root });
        return
        [
            .. tree.Tree.Sources
                .Where(source => source.Length < 1 << 20 && !source.ReadAllBytes().Span.Contains((byte)0))
                .Select(source => (source.Name, Encoding.UTF8.GetString(source.ReadAllBytes().Span).Replace("\r\n", "\n", StringComparison.Ordinal))),
        ];
    }
}
