namespace RdpCompliance.Engine.Subjects;

/// <summary>
/// What makes a subject this one and no other: equal exactly when they mean one thing. It is
/// made from evidence, never from what is printed; texts are held in upper case,
/// because Windows and Azure compare names so.
/// </summary>
public abstract record SubjectId
{
    private SubjectId()
    {
    }

    /// <summary>What it is inside of; <see langword="null"/> for what stands by itself.</summary>
    public virtual SubjectId? Parent => null;

    /// <summary>
    /// The identity as text without the worlds of a template, which come and go with the values that a
    /// parameter may have: equal for one thing in two runs, whatever else was scanned.
    /// </summary>
    public abstract string Signature { get; }

    /// <summary>Whether this is the other, or is inside of it.</summary>
    public bool IsWithin(SubjectId other)
    {
        for (var at = this; at is not null; at = at.Parent)
        {
            if (at == other)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The same thing in whatever world of its template.</summary>
    public virtual SubjectId AcrossWorlds() => this;

    /// <summary>A machine that is known by its name.</summary>
    /// <param name="Folder">The folder of its evidence, where another machine has the same name; else <see langword="null"/>.</param>
    public sealed record Machine(string Name, string? Folder) : SubjectId
    {
        public override string Signature => Folder is null ? $"machine {Name}" : $"machine {Name} in {Folder}";
    }

    /// <summary>A machine whose name no source says: the evidence of one folder.</summary>
    public sealed record UnnamedMachine(string Folder) : SubjectId
    {
        public override string Signature => $"machine in {Folder}";
    }

    /// <summary>A GPO by its domain and id. The two default GPOs have one id in every domain.</summary>
    /// <param name="Domain">"" where no source says it.</param>
    /// <param name="Version">The folder of this version, where the inputs hold several that differ; else <see langword="null"/>.</param>
    public sealed record Gpo(string Domain, Guid Id, string? Version) : SubjectId
    {
        public override string Signature => Version is null ? $"gpo {Domain} {Id}" : $"gpo {Domain} {Id} in {Version}";
    }

    /// <summary>A GPO whose id no source says: the folder or file that holds it, and its name where a file holds several.</summary>
    public sealed record UnnumberedGpo(string Root, string? Name) : SubjectId
    {
        public override string Signature => $"gpo {Root} {Name}";
    }

    /// <summary>An Azure resource whose id is known whole: one wherever it is written.</summary>
    public sealed record Azure(string ResourceId) : SubjectId
    {
        public override string Signature => $"azure {ResourceId}";
    }

    /// <summary>A resource of a deployment whose id is not known whole: equal to itself in that deployment, and to nothing else.</summary>
    /// <param name="Type">The resource type.</param>
    /// <param name="Pattern">The id with each part that is not known in braces, or the name when the source gives no id.</param>
    /// <param name="Ordinal">Tells resources of one pattern apart, in the order of the deployment; the first is 0.</param>
    public sealed record Deployed(DeploymentId Deployment, string Type, string Pattern, int Ordinal) : SubjectId
    {
        public override string Signature => Ordinal == 0 ? $"{Deployment.Source} {Type} {Pattern}" : $"{Deployment.Source} {Type} {Pattern} {Ordinal}";

        public override SubjectId AcrossWorlds() => this with { Deployment = Deployment with { World = null } };
    }

    /// <summary>A thing of a machine or a GPO.</summary>
    /// <param name="Owner">The machine or GPO.</param>
    /// <param name="Key">Its name or address there.</param>
    /// <param name="Ordinal">Tells things of one name in one list apart; the first is 0.</param>
    public sealed record Element(SubjectId Owner, string Kind, string Key, int Ordinal) : SubjectId
    {
        public override SubjectId Parent => Owner;

        public override string Signature => Ordinal == 0 ? $"{Owner.Signature} {Kind} {Key}" : $"{Owner.Signature} {Kind} {Key} {Ordinal}";
    }

    /// <summary>A file that is judged as such.</summary>
    public sealed record File(string Name) : SubjectId
    {
        public override string Signature => $"file {Name}";
    }
}

/// <summary>One deployment of one template in one world.</summary>
/// <param name="Source">The name of the entry point.</param>
/// <param name="World">The parameters under which it is deployed so; <see langword="null"/> for every world.</param>
public sealed record DeploymentId(string Source, string? World);
