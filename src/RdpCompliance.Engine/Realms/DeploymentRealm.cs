using RdpCompliance.Engine.Derivations.Azure;
using RdpCompliance.Engine.Evidence;
using RdpCompliance.Engine.Subjects.Resources;

namespace RdpCompliance.Engine.Realms;

/// <summary>What one entry point deploys in one world.</summary>
internal static class DeploymentRealm
{
    /// <param name="name">The deployment's name: that of its entry point, or in a roll-out of the one that it is a new version of.</param>
    public static IEnumerable<Realm> Of(SourceEvidence source, string name, RealmContext context, ResourceSubjects subjects) =>
        subjects.Of(source, name).Select(world => new Realm(context, world.AddRange(AzureDeploymentDerivation.SubjectOf(context.Pack.Kind, world))));
}
