using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RdpCompliance.Tests.Testing;

namespace RdpCompliance.Tests;

/// <summary>The length of lines that <c>.editorconfig</c> states and no formatter of the SDK holds.</summary>
public sealed class LineLength
{
    [Fact]
    public void Lines_are_no_longer_than_the_editor_configuration_says() => Conventions.Holds(
        $"A line has at most {Most} characters. One text may be longer where it stands alone on its line, so that it can be searched for as it is printed:",
        Files().SelectMany(file => TooLong(File.ReadAllText(file)).Select(line => $"{Path.GetRelativePath(Repository.Root, file)}:{line}")));

    [Theory]
    [InlineData("var a = \"" + Long + "\";", 1)]
    [InlineData("var a =\n    \"" + Long + "\";", 0)]
    [InlineData("var a =\n    $\"" + Long + "{b}\";", 0)]
    [InlineData("var a =\n    $\"" + Long + "{" + Long + Long + "}\";", 1)]
    [InlineData("var a =\n    + \"\"\"" + Long + "\"\"\";", 0)]
    [InlineData("var a = \"\"\"\n    " + Long + "\n    \"\"\";", 0)]
    [InlineData("F(\n    \"" + Long + "\", second, third, fourth, fifth, sixth);", 1)]
    [InlineData("// " + Long, 1)]
    public void A_text_alone_on_its_line_may_be_longer(string code, int found) => Assert.Equal(found, TooLong(code).Count());

    private const string Long = "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 "
        + "0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 0123456789 ";

    /// <summary>What may stand beside a long text: an operator before it, the brackets and the comma behind it.</summary>
    private const int MostBesideText = 6;

    private static int Most { get; } = int.Parse(
        Regex.Match(File.ReadAllText(Path.Combine(Repository.Root, ".editorconfig")), @"^max_line_length = (\d+)$", RegexOptions.Multiline).Groups[1].Value,
        CultureInfo.InvariantCulture);

    private static IEnumerable<string> Files() =>
        from folder in new[] { "src", "tests" }
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
        where !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin")
        select file;

    /// <returns>The numbers of the lines, from 1.</returns>
    private static IEnumerable<int> TooLong(string code)
    {
        var text = SourceText.From(code);
        var lines = text.Lines.Where(line => line.Span.Length > Most).ToArray();
        if (lines.Length == 0)
        {
            return [];
        }

        var root = CSharpSyntaxTree.ParseText(text).GetRoot();
        return lines.Where(line => !IsText(root, line)).Select(line => line.LineNumber + 1);
    }

    private static bool IsText(SyntaxNode root, TextLine line)
    {
        var begin = line.Start + line.ToString().TakeWhile(char.IsWhiteSpace).Count();
        var texts = root
            .DescendantNodes(line.Span)
            .Where(node => node is LiteralExpressionSyntax { Token.Value: string } or InterpolatedStringExpressionSyntax)
            .Select(node => (Length: On(node, line), Code: node.DescendantNodes(line.Span).OfType<InterpolationSyntax>().Sum(hole => On(hole, line))));
        return texts.Any(text => line.End - begin - text.Length <= MostBesideText && text.Code <= Most);
    }

    private static int On(SyntaxNode node, TextLine line) => node.Span.Intersection(line.Span)?.Length ?? 0;
}
