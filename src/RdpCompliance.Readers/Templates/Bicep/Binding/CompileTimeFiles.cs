using System.Collections.Immutable;
using System.Text;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Json;
using RdpCompliance.Readers.Templates.Bicep.Parsing;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Bicep.Binding;

/// <summary>
/// The functions that the compiler runs: they take what a file beside this one holds into the template
/// (https://learn.microsoft.com/azure/azure-resource-manager/bicep/bicep-functions-files). What they give keeps its place in that file.
/// </summary>
internal sealed class CompileTimeFiles(Source from, SourceTree tree, Action<Diagnostic> report)
{
    /// <summary>The compiler takes no larger ones.</summary>
    private const int MostCharacters = 1 << 20;

    private readonly Dictionary<string, Node?> _parsed = new(StringComparer.Ordinal);

    /// <returns><see langword="null"/> when <paramref name="function"/> loads nothing.</returns>
    public Node? Load(Location place, string function, ImmutableArray<Syntax> arguments)
    {
        Func<Source, Location, ImmutableArray<Syntax>, Node>? load = function switch
        {
            "loadTextContent" => LoadText,
            "loadFileAsBase64" => LoadBase64,
            "loadJsonContent" => LoadJson,
            "loadYamlContent" => LoadYaml,
            _ => null,
        };
        if (load is null)
        {
            return function == "loadDirectoryFileInfo" ? Unknown.Input(place, Shown(place)) : null;
        }

        if (arguments is not [Syntax.String { Value: { } path }, ..])
        {
            return Fail(place, "its path must be written as one string");
        }

        if (tree.FindBeside(from, path) is not { } source)
        {
            report(new(BicepDiagnostics.NoFile, place, path));
            return new Node.Unresolved(place, UnknownReason.NotCollected, Shown(place));
        }

        return source.Length > 4L * MostCharacters
            ? Fail(place, $"'{path}' is larger than the compiler takes")
            : Tracing.After(place, $"{function} reads '{source.Name}'", load(source, place, arguments));
    }

    private static string Shown(Location place) => place.Source.Text.Cut(place.Span);

    private Node.Unresolved Fail(Location place, string why)
    {
        report(new(BicepDiagnostics.NotLoaded, place, Shown(place), why));
        return new(place, UnknownReason.Unreadable, Shown(place));
    }

    private Node LoadText(Source source, Location place, ImmutableArray<Syntax> arguments)
    {
        if (arguments is not [_, var encodingArgument, ..])
        {
            return new Node.Text(Location.InText(source, new(0, source.Text.Value.Length)), source.Text.Value);
        }

        var encoding = (encodingArgument as Syntax.String)?.Value?.ToUpperInvariant() switch
        {
            "US-ASCII" => Encoding.ASCII,
            "ISO-8859-1" => Encoding.Latin1,
            "UTF-8" => Encoding.UTF8,
            "UTF-16" => Encoding.Unicode,
            "UTF-16BE" => Encoding.BigEndianUnicode,
            _ => null,
        };
        if (encoding is null)
        {
            return Fail(place, "its encoding must be us-ascii, iso-8859-1, utf-8, utf-16 or utf-16BE");
        }

        var text = encoding.GetString(source.ReadAllBytes().Span).TrimStart('\ufeff');
        return new Node.Text(Location.InText(source, new(0, source.Text.Value.Length)), text);
    }

    private static Node.Text LoadBase64(Source source, Location place, ImmutableArray<Syntax> arguments) =>
        new Node.Text(Location.InBytes(source, 0, source.Length), Convert.ToBase64String(source.ReadAllBytes().Span));

    private Node LoadJson(Source source, Location place, ImmutableArray<Syntax> arguments) =>
        Picked(place, arguments, Parsed(source, place, ParseJson));

    private Node LoadYaml(Source source, Location place, ImmutableArray<Syntax> arguments) => Picked(place, arguments, Parsed(source, place, LocatedYaml.Parse));

    private static (Node? Root, ImmutableArray<Diagnostic> Diagnostics) ParseJson(Source source)
    {
        var json = LocatedJson.Parse(source);
        return (json.Root, json.Diagnostics);
    }

    private Node? Parsed(Source source, Location place, Func<Source, (Node? Root, ImmutableArray<Diagnostic> Diagnostics)> parse)
    {
        if (!_parsed.TryGetValue(source.Name, out var root))
        {
            (root, var diagnostics) = parse(source);
            foreach (var diagnostic in diagnostics)
            {
                report(diagnostic);
            }

            _parsed.Add(source.Name, root);
        }

        return root ?? new Node.Unresolved(place, UnknownReason.Unreadable, source.Name);
    }

    private Node Picked(Location place, ImmutableArray<Syntax> arguments, Node? root)
    {
        var node = root ?? Fail(place, "it holds no value");
        if (arguments is not [_, var pathArgument, ..])
        {
            return node;
        }

        if ((pathArgument as Syntax.String)?.Value is not { } path || JsonPath.TryParse(path) is not { } steps)
        {
            report(new(BicepDiagnostics.PathNotFollowed, place, Shown(Location.InText(from, pathArgument.Span))));
            return Unknown.Input(place, Shown(place));
        }

        return steps.Pick(node) ?? Fail(place, $"nothing stands at '{path}'");
    }
}
