using System.Collections.Immutable;
using RdpCompliance.Engine.Evidence;

namespace RdpCompliance.Engine.Subjects.Resources;

/// <summary>The resources that one source deploys in one world, or the state of Azure in one folder: those that refer to each other.</summary>
/// <param name="name">The name of its entry point.</param>
/// <param name="worlds">The number of worlds of the source.</param>
/// <param name="notRead">See <see cref="Evidence.SourceEvidence.NotRead"/>.</param>
/// <param name="isState">They are what Azure has, not what a template would make.</param>
internal sealed class Deployment(DeploymentId id, string name, int worlds, ImmutableArray<string> notRead, bool isState)
{
    private readonly Dictionary<string, List<Subject>> _byId = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<Subject>> _byParent = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, List<Subject>> _byKind = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Kind, string Relation), ILookup<Subject, Subject>> _referring = new();

    private readonly Dictionary<(Subject Subject, Type What), object> _remembered = new();

    public DeploymentId Id { get; } = id;

    public string Name { get; } = name;

    public int Worlds { get; } = worlds;

    public ImmutableArray<string> NotRead { get; } = notRead;

    /// <summary>What is not among the resources may be there all the same.</summary>
    public bool IsState { get; } = isState;

    /// <summary>Where a thing would stand that is not there: "in this deployment".</summary>
    public string Here { get; } = isState ? "among these inputs" : "in this deployment";

    /// <summary>Where it may be all the same.</summary>
    public string Elsewhere { get; } = isState ? "not among the inputs" : "deployed elsewhere";

    public void Add(Subject subject)
    {
        Append(_byKind, subject.Kind.Name, subject);
        if (subject.Resource?.Id is { } id)
        {
            Append(_byId, id, subject);
            if (subject.Parent is null && ParentId(id) is { } parent)
            {
                Append(_byParent, parent, subject);
            }
        }
    }

    public IReadOnlyList<Subject> OfKind(string kind) => _byKind.GetValueOrDefault(kind) ?? [];

    /// <summary>
    /// The resources of the kind with that id or pattern of an id: those that are deployed, else one that is
    /// only referred to. Several are a deployment that states one resource more than once,
    /// and differently; where it says the same each time, it is one.
    /// </summary>
    public ImmutableArray<Subject> Find(string id, string kind)
    {
        var found = (_byId.GetValueOrDefault(id.TrimEnd('/')) ?? [])
            .Where(subject => subject.Kind.Name.Equals(kind, StringComparison.OrdinalIgnoreCase))
            .ToImmutableArray();
        var deployed = found.RemoveAll(subject => subject.Resource is { IsExisting: true });
        return deployed.IsEmpty ? [.. found.Take(1)] : deployed.Skip(1).All(other => SaySame(deployed[0], other)) ? [deployed[0]] : deployed;
    }

    private static bool SaySame(Subject one, Subject other) =>
        one.Resource is { } mine && other.Resource is { } theirs && mine.Condition == theirs.Condition && NodeComparison.SaySame(mine.Body, theirs.Body);

    /// <summary>The resources that are stated by themselves and belong to another by their id.</summary>
    public IEnumerable<Subject> ChildrenOf(string id, string kind) =>
        (_byParent.GetValueOrDefault(id) ?? []).Where(subject => subject.Kind.Name.Equals(kind, StringComparison.OrdinalIgnoreCase));

    /// <summary>Those whose relation leads to a subject, by that subject.</summary>
    public ILookup<Subject, Subject> Referring(string kind, string relation, Func<Subject, IEnumerable<Subject>> targets)
    {
        if (!_referring.TryGetValue((kind, relation), out var referring))
        {
            _referring[(kind, relation)] = referring = OfKind(kind)
                .SelectMany(from => targets(from).Select(to => (from, to)))
                .ToLookup(pair => pair.to, pair => pair.from);
        }

        return referring;
    }

    /// <summary>What a derivation made of a resource, made once.</summary>
    public T Remember<T>(Subject subject, Func<T> make)
        where T : class
    {
        if (!_remembered.TryGetValue((subject, typeof(T)), out var remembered))
        {
            _remembered[(subject, typeof(T))] = remembered = make();
        }

        return (T)remembered;
    }

    /// <summary>
    /// ".../networkSecurityGroups/a/securityRules/b" belongs to ".../networkSecurityGroups/a"; a resource at the top of its provider belongs to none.
    /// </summary>
    public static string? ParentId(string id)
    {
        var provider = id.LastIndexOf("/providers/", StringComparison.OrdinalIgnoreCase);
        if (provider < 0 || LastTwo(id) is not { } cut)
        {
            return null;
        }

        // "/providers/" and the name of the provider, then type and name of the resource at the top.
        return id.AsSpan(provider + 1, cut - provider - 1).Count('/') >= 3 ? id[..cut] : null;
    }

    private static int? LastTwo(string id) =>
        id.LastIndexOf('/') is var name and > 0 && id.LastIndexOf('/', name - 1) is var type and > 0 ? type : null;

    private static void Append(Dictionary<string, List<Subject>> lists, string key, Subject subject)
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists.Add(key, list = []);
        }

        list.Add(subject);
    }
}
