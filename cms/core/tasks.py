from django_tasks import task


@task()
def forget_form_tokens() -> int:
    """Delete what is remembered of forms sent long ago. Safe to repeat."""
    from cms.core.once import forget_tokens

    return forget_tokens()
