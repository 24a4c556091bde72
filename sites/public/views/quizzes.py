"""Practice: questions, and after answering what is right, why, and where it stands. Nothing is kept."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from cms.exams.queries.answering import put, said_in
from cms.exams.queries.quizzes import public_quizzes, questions_to_practise


@require_safe
def quiz_list(request):
    return render(request, "public/quizzes/quiz_list.html", {"quizzes": public_quizzes()})


@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request, pk):
    """What was answered so far is marked and goes on with the form; the rest may still be answered."""
    held = get_object_or_404(public_quizzes(), pk=pk)
    questions = questions_to_practise(held)
    said = said_in(questions, request.POST) if request.method == "POST" else {}
    asked = put(questions, said)
    answered = [each for each in asked if each.is_answered]
    context = {
        "quiz": held,
        "asked": asked,
        "was_sent": request.method == "POST",
        "answered": len(answered),
        "right": sum(each.is_right for each in answered),
        "left": len(asked) - len(answered),
    }
    return render(request, "public/quizzes/quiz.html", context)


@require_safe
def answers(request, pk):
    """All keys on one page: for the sheet that was printed."""
    held = get_object_or_404(public_quizzes(), pk=pk)
    return render(
        request, "public/quizzes/answers.html", {"quiz": held, "asked": put(questions_to_practise(held), {})}
    )
