using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Json;
using RdpCompliance.Readers.Templates.Expressions;

namespace RdpCompliance.Readers.Templates.Deployments;

/// <summary>
/// The values that a parameter file gives
/// (https://learn.microsoft.com/azure/azure-resource-manager/templates/parameter-files). Strings
/// in it are values, never expressions.
/// </summary>
internal sealed class ParameterFile
{
    /// <summary>Files that the user names are looked at for every template.</summary>
    private static readonly ConditionalWeakTable<Source, ParameterFile> Named = [];

    /// <summary>Deployments of one template that are judged.</summary>
    private const int MostFiles = 32;

    private readonly Dictionary<string, Node.Object> _entries;
    private readonly string? _template;

    private ParameterFile(
        Source source,
        Dictionary<string, Node.Object> entries,
        ImmutableArray<Property> names,
        string? template,
        ImmutableArray<Diagnostic> diagnostics
    ) => (Source, _entries, Names, _template, Diagnostics) = (source, entries, names, template, diagnostics);

    public Source Source { get; }

    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>The parameters that are given, with their places.</summary>
    public ImmutableArray<Property> Names { get; }

    /// <summary>
    /// The files of a deployment's inputs that are meant for a template: those that name it, else those all of whose names are its parameters.
    /// </summary>
    public static ImmutableArray<ParameterFile> For(Source template, DeploymentInputs inputs, Func<string, bool> isParameter) =>
        [.. inputs.ParameterFiles.Select(file => Named.GetValue(file, Read)).Where(file => file.IsFor(template, isParameter))];

    /// <summary>The files without those beyond the limit, of which the first is reported.</summary>
    public static ImmutableArray<ParameterFile> Limited(ImmutableArray<ParameterFile> files, ExpressionEvaluator evaluator)
    {
        if (files.Length <= MostFiles)
        {
            return files;
        }

        evaluator.Report(
            ArmDiagnostics.TooManyFiles,
            Location.StartOf(files[MostFiles].Source, SpanUnit.Characters),
            Conversion.Print(MostFiles),
            files[MostFiles].Source.Name);
        return files[..MostFiles];
    }

    public static ParameterFile Read(Source source)
    {
        var parsed = LocatedJson.Parse(source);
        var diagnostics = parsed.Diagnostics;
        var root = parsed.Root as Node.Object;

        // Some tools write the parameters alone, without the file around them.
        var section =
            root is null || TemplateShape.IsTemplate(root) ? null : root.Find("parameters") as Node.Object ?? (root.Find("$schema") is null ? root : null);
        if (section is null && parsed.Root is not null)
        {
            diagnostics = diagnostics.Add(new(ArmDiagnostics.Incomplete, parsed.Root.Location, "parameter file", "parameters"));
        }

        var entries = new Dictionary<string, Node.Object>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in section?.Properties ?? [])
        {
            if (property.Value is Node.Object entry)
            {
                entries[property.Name] = entry;
            }
            else if (root?.Find("parameters") is not null)
            {
                diagnostics = diagnostics.Add(
                    new(ArmDiagnostics.WrongShape, property.Value.Location, property.Name, Conversion.NameOf(property.Value), "an object with 'value'"));
            }
        }

        return new(source, entries, section?.Properties ?? [], ((root?.Find("metadata") as Node.Object)?.Find("template") as Node.Text)?.Value, diagnostics);
    }

    /// <returns><see langword="null"/> when the file says nothing of it.</returns>
    public Node? Find(string name)
    {
        if (!_entries.TryGetValue(name, out var entry))
        {
            return null;
        }

        return entry.Find("value") switch
        {
            Node.Null => null,
            { } value => Tracing.After(value.Location, $"parameter '{name}' is given by '{Source.FileName}'", value),
            _ when entry.Find("reference") is not null => Unknown.Vault(entry.Location, name),
            _ => Unknown.Changing(entry.Location, $"parameters('{name}')"),
        };
    }

    /// <summary>
    /// The parameter files that belong to a template by their names: X.parameters.json,
    /// X.parameters.prod.json, X.parameters-dev.json, X.prod.parameters.json.
    /// </summary>
    public static IEnumerable<Source> Beside(Source template, SourceTree tree) => tree.Namesakes(template).Where(source => Belongs(source, template));

    public static bool Belongs(Source source, Source template)
    {
        var stem = Stem(template.FileName);
        return !ReferenceEquals(source, template)
            && IsJson(source.FileName)
            && Stem(source.FileName) is var name
            && name.StartsWith($"{stem}.", StringComparison.OrdinalIgnoreCase)
            && name[stem.Length..] is var rest
            && (rest.StartsWith(".parameters", StringComparison.OrdinalIgnoreCase) || rest.EndsWith(".parameters", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether a name is one of JSON, or of JSON with comments.</summary>
    public static bool IsJson(string fileName) =>
        fileName.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || fileName.EndsWith(".jsonc", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The template is named as PSRule for Azure has it
    /// (https://azure.github.io/PSRule.Rules.Azure/using-templates): in <c>metadata.template</c>, relative
    /// to the file when it begins with '.',
    /// else to the root.
    /// </summary>
    private bool IsFor(Source template, Func<string, bool> isParameter)
    {
        if (_template is null)
        {
            return _entries.Count > 0 && Names.All(name => isParameter(name.Name));
        }

        var path = _template.StartsWith('.') ? $"{Source.Folder}/{_template}" : _template;
        return SourceTree.Normalise(path) is { } name && name.Equals(template.Name, StringComparison.OrdinalIgnoreCase);
    }

    private static string Stem(string fileName) => IsJson(fileName) ? fileName[..fileName.LastIndexOf('.')] : fileName;
}
