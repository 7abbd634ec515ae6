using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Sources;
using RdpCompliance.Readers.Json;

namespace RdpCompliance.Readers.Templates.Deployments;

/// <summary>
/// Finds linked templates among the scanned sources: by relative path, or by an address whose last folders and name are those of a source near the template.
/// Nothing is downloaded.
/// </summary>
internal sealed class LinkedTemplates(SourceTree tree, ArmSession session)
{
    private const int MostTurns = 5;
    private readonly Dictionary<Source, ArmTemplate?> _parsed = [];

    /// <summary>The links that were followed, each from the source that holds it.</summary>
    public HashSet<(Source Caller, Source Called)> Followed { get; } = [];

    /// <returns><see langword="null"/>, reported, when the template is not at hand.</returns>
    public ArmTemplate? Find(Node link, ArmResource deployment)
    {
        var (source, asked, place, address, isPath) = Search(link, deployment);
        if (source is not null)
        {
            return Use(source, deployment, place, address);
        }

        var name = ArmResource.Text(asked) ?? "a template whose address is not known";
        session.Values.Evaluator.NotRead.Add(name);
        session.Values.Evaluator.Report(isPath ? ArmDiagnostics.LinkedFileMissing : ArmDiagnostics.LinkNotFound, place, name);
        return null;
    }

    /// <summary>The parameter file of a <c>parametersLink</c>.</summary>
    /// <returns><see langword="null"/>, reported, when it is not at hand.</returns>
    public ParameterFile? FindParameters(Node link, ArmResource deployment)
    {
        var (source, asked, place, _, isPath) = Search(link, deployment);
        if (source is not null && ParameterFile.Read(source) is { Names.IsEmpty: false } file)
        {
            return file;
        }

        session.Values.Evaluator.Report(
            source is null && isPath ? ArmDiagnostics.LinkedFileMissing : ArmDiagnostics.ParametersNotFound,
            place,
            ArmResource.Text(asked) ?? "a file whose address is not known");
        return null;
    }

    /// <summary>
    /// What a link means: the source, if it is at hand; what it says, and where; the address, if it is one; whether it is the path of a file: that
    /// one is not there is a fault of the input, and not of what lies elsewhere.
    /// </summary>
    private (Source? Source, Node Asked, Location Place, string? Address, bool IsPath) Search(Node written, ArmResource deployment)
    {
        var scope = deployment.Scope;
        var chain = scope.Deployment.Chain;
        if ((written is Node.Object ? written : session.Values.Evaluate(written, scope)) is not Node.Object link)
        {
            return (null, written, written.Location, null, false);
        }

        if (link.Find("relativePath") is { } relativeSyntax)
        {
            var relative = session.Values.EvaluateText(relativeSyntax, scope, "relativePath");
            return relative is Node.Text path
                ? (tree.FindBeside(chain[^1], path.Value), relative, relativeSyntax.Location, null, true)
                : (null, relative, relativeSyntax.Location, null, false);
        }

        if (link.Find("uri") is { } uriSyntax)
        {
            var uri = session.Values.EvaluateText(uriSyntax, scope, "uri");
            var address = ArmResource.Text(uri);
            return (address is null ? null : FindNear(address, chain), uri, uriSyntax.Location, address, false);
        }

        return (null, link.Find("id") is { } id ? session.Values.Evaluate(id, scope) : link, link.Location, null, false);
    }

    /// <summary>
    /// The source whose path ends as the address does: as many folders as can be found, in the folder of a template of the chain or of one above it.
    /// </summary>
    private Source? FindNear(string address, IReadOnlyList<Source> chain)
    {
        var parts = PathOf(address);
        for (var index = chain.Count - 1; index >= 0; index--)
        {
            for (var folder = chain[index].Folder; ; folder = folder[..Math.Max(0, folder.LastIndexOf('/'))])
            {
                // A name alone is enough only beside the template.
                var fewest = folder == chain[index].Folder ? 1 : 2;
                for (var count = parts.Length; count >= fewest; count--)
                {
                    var name = string.Join('/', parts[^count..]);
                    if (Beside(folder, name) is { } found && (count > 1 || !ReferenceEquals(found, chain[^1])))
                    {
                        return found;
                    }
                }

                if (folder.Length == 0)
                {
                    break;
                }
            }
        }

        return null;
    }

    /// <summary>Only names that are in the tree are asked for: an address is no path that the user would miss.</summary>
    private Source? Beside(string folder, string name)
    {
        var whole = SourceTree.Normalise(folder.Length == 0 ? name : $"{folder}/{name}");
        return whole is null
            ? null
            : tree.InFolder(whole[..Math.Max(0, whole.LastIndexOf('/'))])
                .FirstOrDefault(source => source.Name.Equals(whole, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The folders and the name of an address, without host, query and parts that are not known.</summary>
    private static string[] PathOf(string address)
    {
        var end = address.IndexOf(".json", StringComparison.OrdinalIgnoreCase);
        if (end < 0)
        {
            return [];
        }

        var path = address[..(end + ".json".Length)];
        path = path[(path.LastIndexOf('}') + 1)..];
        path = path.StartsWith("/../", StringComparison.Ordinal) ? path[4..] : path;
        var scheme = path.IndexOf("://", StringComparison.Ordinal);
        path = scheme >= 0 ? path[Math.Max(scheme + 3, path.IndexOf('/', scheme + 3) is var slash and >= 0 ? slash : path.Length)..] : path;
        return SourceTree.Normalise(path) is { Length: > 0 } normal ? normal.Split('/') : [];
    }

    private ArmTemplate? Use(Source source, ArmResource deployment, Location place, string? address)
    {
        // Some templates deploy themselves under a condition, to count down; without one there is no end.
        var turns = deployment.Scope.Deployment.Chain.Count(before => ReferenceEquals(before, source));
        if (turns >= (deployment.Syntax.Find("condition") is null ? 1 : MostTurns))
        {
            session.Values.Evaluator.Report(ArmDiagnostics.DeploysItself, place, source.Name);
            return null;
        }

        if (!_parsed.TryGetValue(source, out var template))
        {
            template = LocatedJson.Parse(source).Root is Node.Object root && TemplateShape.IsTemplate(root) ? session.Template(root) : null;
            _parsed.Add(source, template);
        }

        if (template is null)
        {
            session.Values.Evaluator.NotRead.Add(source.Name);
            session.Values.Evaluator.Report(ArmDiagnostics.LinkNotFound, place, source.Name);
            return null;
        }

        Followed.Add((deployment.Scope.Deployment.Chain[^1], source));
        if (address is not null)
        {
            session.Values.Evaluator.Report(ArmDiagnostics.LinkReplaced, place, source.Name, address);
        }

        return template;
    }
}
